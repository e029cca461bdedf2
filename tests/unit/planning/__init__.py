"""What is owed next, and when it fits."""
