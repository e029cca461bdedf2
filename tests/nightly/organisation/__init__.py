"""A year in the life of an organisation, in two repositories."""
