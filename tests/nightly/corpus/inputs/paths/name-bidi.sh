mkdir "$(printf 'data/teams/\342\200\256x')"
