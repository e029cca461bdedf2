i=0; while [ $i -lt 1000 ]; do : > data/teams/stray$i; i=$((i+1)); done
