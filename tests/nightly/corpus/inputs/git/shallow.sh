git init -q -b main .; git add -A; git commit -qm base
git rev-parse HEAD > .git/shallow
