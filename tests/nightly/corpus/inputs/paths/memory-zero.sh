# outbound digest --state /dev/zero
:
