"""Leadership services as code, and checks that say whether what was agreed takes place."""
