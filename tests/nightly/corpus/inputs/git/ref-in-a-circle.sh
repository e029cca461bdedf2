git init -q -b main .; git add -A; git commit -qm base
echo "ref: refs/heads/main" > .git/refs/heads/main
