# outbound check --base nowhere
git init -q -b main .; git add -A; git commit -qm base
