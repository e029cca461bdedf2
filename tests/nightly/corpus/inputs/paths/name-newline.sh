mkdir "data/teams/new
line"
