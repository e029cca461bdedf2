# outbound check --as-of 2100-01-01
:
