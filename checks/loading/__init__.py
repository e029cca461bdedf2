"""Files to models: YAML with places, the log, the repository. Everything untrusted is read here."""
