printf 'date,service,member,given_by,initiative,state'; head -c 1000000 /dev/zero | tr '\0' ,; echo
