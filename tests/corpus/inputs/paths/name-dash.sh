mkdir data/teams/-rf
