# outbound import log ../pipe
mkfifo ../pipe
