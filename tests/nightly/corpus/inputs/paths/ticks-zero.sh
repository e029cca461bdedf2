# outbound import calendar --team harbour --held /dev/zero
:
