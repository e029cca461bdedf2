# a mail of 20 MB with one header and one line
printf 'From: grace@example.org\nSubject: '
head -c 10000000 /dev/zero | tr '\0' 'a'
printf '\n\n'
head -c 10000000 /dev/zero | tr '\0' 'b'
