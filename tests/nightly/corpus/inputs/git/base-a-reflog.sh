# outbound check --base main@{yesterday}
git init -q -b main .; git add -A; git commit -qm base
