# outbound import log ../roster.csv --team ../../x
:
