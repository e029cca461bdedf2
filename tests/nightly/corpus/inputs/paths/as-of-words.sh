# outbound check --as-of tomorrow
:
