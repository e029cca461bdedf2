# outbound check --base main^{tree}
git init -q -b main .; git add -A; git commit -qm base
