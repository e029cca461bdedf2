"""What may be written, key by key."""
