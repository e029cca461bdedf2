"""Changing files of a playbook: whole or not at all, one writer at a time, and nothing that was not meant."""
