# outbound check --base main:playbook/playbook.yaml
git init -q -b main .; git add -A; git commit -qm base
