"""Beyond one machine: the same integers out of tables. Where Arrow, PySpark or Java is absent, skipped."""
