awk 'BEGIN { for (i = 0; i < 12000; i++) printf "k%d: 1\n", i }'
