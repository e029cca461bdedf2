"""What is published, built and installed as others do."""
