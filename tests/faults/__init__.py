"""What happens to files when a command is stopped, or may not write: nothing lost, nothing half written."""
