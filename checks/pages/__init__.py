"""Playbook and results to pages: {path: Markdown}. Knows nothing of MkDocs, and writes nothing."""
