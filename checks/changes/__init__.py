"""A change held against its base: windows lost, terms loosened, and what the change would do."""
