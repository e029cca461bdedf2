"""Languages, numbers and words."""
