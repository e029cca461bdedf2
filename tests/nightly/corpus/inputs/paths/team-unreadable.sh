chmod 000 data/teams/harbour/team.yaml
