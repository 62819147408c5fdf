# Looks for the marks of other hosts: "MARK seen", "MARK unseen". $1 path $2 mark, and so on in pairs.
while [ $# -ge 2 ]; do
  if [ -e "$1/$2" ]; then echo "$2 seen"; else echo "$2 unseen"; fi
  shift 2
done
