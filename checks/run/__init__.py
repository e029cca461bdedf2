"""The use case: read a repository, judge it team by team, apply the rules; in one process, in several, or on Spark."""
