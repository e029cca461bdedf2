# outbound import issue --event /dev/zero
:
