git init -q -b main .; git add -A; git commit -qm base
git commit -q --allow-empty -m more; git replace HEAD HEAD~1
