"""Whole commands: their text, their exit status, and what they leave behind."""
