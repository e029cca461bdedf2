# outbound import issue --event ../pipe
mkfifo ../pipe
