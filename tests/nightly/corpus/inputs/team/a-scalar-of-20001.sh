printf 'schema: 1\nid: harbour\nname: '; head -c 20001 /dev/zero | tr '\0' x; echo
