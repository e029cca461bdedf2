git init -q -b main .; git add -A; git commit -qm base
git checkout -qb a; sed -i "s/name: Harbour/name: A/" data/teams/harbour/team.yaml; git commit -qam a; git checkout -q main; sed -i "s/name: Harbour/name: B/" data/teams/harbour/team.yaml; git commit -qam b; git merge -q a || :
