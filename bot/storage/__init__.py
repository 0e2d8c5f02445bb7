"""What is kept, and the SQL that keeps it."""
