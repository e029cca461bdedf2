git init -q -b main .; git add -A; git commit -qm base
mv .git ../away; echo "gitdir: /nowhere" > .git
