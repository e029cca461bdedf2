mkdir "$(printf 'data/teams/\033[2J')"
