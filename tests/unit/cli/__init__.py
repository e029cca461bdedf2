"""The command as such: what it completes and how it starts."""
