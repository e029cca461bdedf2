git init -q -b main .; git add -A; git commit -qm base
git checkout -q --detach
