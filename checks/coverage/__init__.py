"""Windows to coverage: counts, promises, and the words for them."""
