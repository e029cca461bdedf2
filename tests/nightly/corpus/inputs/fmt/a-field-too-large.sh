printf 'date,service,member,given_by,initiative,state,acknowledged,uid\n2026-11-02,'; head -c 200000 /dev/zero | tr '\0' x; echo ',p-ada,p-grace,outbound,held,,'
