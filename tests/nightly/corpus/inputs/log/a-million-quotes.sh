printf 'date,service,member,given_by,initiative,state,acknowledged,uid\n'; head -c 1000001 /dev/zero | tr '\0' '"'; echo
