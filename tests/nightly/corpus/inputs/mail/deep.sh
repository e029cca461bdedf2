# 4,000 parts, each in another
i=0
while [ $i -lt 4000 ]; do
  printf 'Content-Type: multipart/mixed; boundary=b%s\n\n--b%s\n' $i $i
  i=$((i + 1))
done
