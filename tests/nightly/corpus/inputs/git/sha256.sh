git init -q -b main --object-format=sha256 .; git add -A; git commit -qm base
