"""Days, windows and counts: the arithmetic of what was promised."""
