mkdir "data/teams/::error::x"
