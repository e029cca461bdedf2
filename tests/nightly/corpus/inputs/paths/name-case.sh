cp -r data/teams/harbour data/teams/Harbour
