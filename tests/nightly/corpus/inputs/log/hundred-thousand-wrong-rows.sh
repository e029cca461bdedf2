echo 'date,service,member,given_by,initiative,state,acknowledged,uid'; yes '2026-11-02,one-on-one,p-ada,p-grace,outbound,done,,' | head -n 100000
