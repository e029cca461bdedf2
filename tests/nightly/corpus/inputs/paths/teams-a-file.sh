rm -r data/teams; echo x > data/teams
