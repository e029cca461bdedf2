"""What may be written: one module a file of the repository."""
