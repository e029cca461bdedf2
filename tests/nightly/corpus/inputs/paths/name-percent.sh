mkdir "data/teams/%0A"
