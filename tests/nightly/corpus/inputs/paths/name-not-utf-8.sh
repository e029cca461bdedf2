mkdir "$(printf 'data/teams/\377\376')"
