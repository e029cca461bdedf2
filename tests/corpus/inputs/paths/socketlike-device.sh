mkfifo data/teams/pipe
