truncate -s 40M /dev/stdout 2>/dev/null || head -c 40000000 /dev/zero
