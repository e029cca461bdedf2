# outbound check --as-of 2026-11-23 --base v1 --format concise
git init -q -b main .; git add -A; git commit -qm base
git tag -am v1 v1
