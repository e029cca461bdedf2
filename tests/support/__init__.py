"""What tests of several folders use: repositories as values, ways to call the command, an oracle."""
