git init -q -b main .; git add -A; git commit -qm base
git worktree add -q ../tree -b other
