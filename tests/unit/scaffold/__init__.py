"""Schemas and files that a new playbook begins with."""
