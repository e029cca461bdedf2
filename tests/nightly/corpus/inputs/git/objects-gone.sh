git init -q -b main .; git add -A; git commit -qm base
rm -rf .git/objects; mkdir .git/objects
