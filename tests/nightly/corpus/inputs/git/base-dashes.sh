# outbound check --base=--upload-pack=x
git init -q -b main .; git add -A; git commit -qm base
