"""Findings, counts, plans and records as text, one module a format. Nothing here writes a file, logs or exits."""
