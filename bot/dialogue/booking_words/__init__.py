"""What is said about appointments, by kind: questions, refusals, endings. Values only."""
