# outbound import calendar --team harbour --people ../people.csv /dev/zero
:
