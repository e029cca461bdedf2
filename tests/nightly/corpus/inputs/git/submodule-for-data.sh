git init -q -b main .; git add -A; git commit -qm base
h=$(git rev-parse HEAD); git rm -rq --cached data; git update-index --add --cacheinfo 160000,$h,data; git commit -qm sub
