rm data/teams/harbour/team.yaml; mkdir data/teams/harbour/team.yaml
