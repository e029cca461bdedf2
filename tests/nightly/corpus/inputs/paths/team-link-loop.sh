ln -sf team.yaml data/teams/harbour/team.yaml
