"""Changing files of a playbook: whole or not at all, one writer at a time."""
