"""Mutants of what judges, and the tests they are to be killed by: `make mutants`."""
