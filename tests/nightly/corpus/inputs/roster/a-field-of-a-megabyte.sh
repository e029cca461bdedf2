echo 'person,team,from,to'; head -c 1000000 /dev/zero | tr '\0' x; echo ',harbour,2026-11-01,'
