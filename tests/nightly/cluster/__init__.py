"""Spark on this machine: the same integers out of tables. Where PySpark or Java is absent, skipped."""
