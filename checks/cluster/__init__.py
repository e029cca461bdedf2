"""Beyond one machine: teams as Parquet tables, judged by the same function on Apache Spark.

Nothing else imports pyarrow or pyspark; a contract keeps it.
"""
