"""What may be published, and what stays hidden."""
