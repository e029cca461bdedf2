chmod 444 data/teams/harbour
