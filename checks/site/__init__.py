"""The pages of a playbook as {path: Markdown}. Knows nothing of MkDocs, and writes nothing."""
