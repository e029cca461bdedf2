"""Findings and counts to text. Nothing here prints to a file, logs or exits, but for the terminal."""
