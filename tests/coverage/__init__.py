"""Windows to counts, promises and words."""
