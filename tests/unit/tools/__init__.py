"""What keeps this project in order: its tools, made pages and tests."""
