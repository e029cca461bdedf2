"""What happens when a command is stopped, refused, met by another, or given what nobody expects: nothing lost, a clear word."""
