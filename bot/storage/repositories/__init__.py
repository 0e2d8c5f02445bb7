"""What is kept, by subject; the same code and the same SQL for every engine."""
