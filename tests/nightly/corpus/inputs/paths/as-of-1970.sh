# outbound check --as-of 1970-01-01
:
