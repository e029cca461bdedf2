echo 'date,service,member,given_by,initiative,state,acknowledged,uid'; awk 'BEGIN { for (i = 0; i < 100000; i++) printf "2026-11-02,one-on-one,p-%d,p-grace,outbound,held,,\n", i }'
