"""The judgement put together: on one machine, and out of tables."""
