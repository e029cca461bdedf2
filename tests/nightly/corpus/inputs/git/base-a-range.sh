# outbound check --base main..main
git init -q -b main .; git add -A; git commit -qm base
