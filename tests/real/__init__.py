"""Two committees' real logs, held against figures worked out by code that shares nothing with `checks`."""
