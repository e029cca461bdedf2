"""What makes the example."""
