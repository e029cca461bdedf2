awk 'BEGIN { print "schema: 1\nid: harbour\nname: Harbour\nmembers:"; for (i = 0; i < 5000; i++) printf "  - {person: p-%d, from: 2025-03-01}\n", i }'
