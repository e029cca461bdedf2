# outbound import calendar --team harbour --held ../pipe
mkfifo ../pipe
