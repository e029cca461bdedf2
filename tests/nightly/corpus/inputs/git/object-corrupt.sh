git init -q -b main .; git add -A; git commit -qm base
chmod -R u+w .git/objects; for f in .git/objects/??/*; do echo junk > "$f"; done
