# outbound import calendar --team harbour --people ../people.csv ../pipe
mkfifo ../pipe
