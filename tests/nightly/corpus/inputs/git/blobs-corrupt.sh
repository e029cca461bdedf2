git init -q -b main .; git add -A; git commit -qm base
f=$(git rev-parse HEAD:data/teams/harbour/team.yaml | sed "s,..,&/,"); chmod u+w .git/objects/$f; echo junk > .git/objects/$f
