rm data/teams/harbour/team.yaml; ln -s /etc/passwd data/teams/harbour/team.yaml
