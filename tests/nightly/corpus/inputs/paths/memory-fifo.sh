# outbound digest --state ../pipe
mkfifo ../pipe
