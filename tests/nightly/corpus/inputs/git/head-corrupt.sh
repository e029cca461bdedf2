git init -q -b main .; git add -A; git commit -qm base
echo junk > .git/HEAD
