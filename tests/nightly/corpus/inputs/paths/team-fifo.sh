rm data/teams/harbour/team.yaml; mkfifo data/teams/harbour/team.yaml
