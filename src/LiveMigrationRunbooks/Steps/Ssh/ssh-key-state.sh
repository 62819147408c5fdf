# Prints the public half of the key pair at a path, the way daemons would use it: without a passphrase. Nothing else leaves the host.
# $1 path of the private half  $2 "wanted" where the key on standard input counts
# Through a pipe: ssh-keygen takes no file that others may read, and that one can is told as its mode. A lost line end is given back.
public() { printf '%s\n' "$(tr -d '\r')" | ssh-keygen -y -P '' -f /dev/stdin 2>/dev/null; }
command -v ssh-keygen >/dev/null || {
  echo "sh: ssh-keygen: not found" >&2
  exit 127
}
if [ "$2" = wanted ]; then echo "wanted=$(public)"; fi
if [ -f "$1" ] && [ ! -L "$1" ]; then echo "found=$(public <"$1")"; fi
if [ -f "$1.pub" ] && [ ! -L "$1.pub" ]; then
  echo "beside=$(head -n 1 <"$1.pub" | cut -c 1-16384)"
elif [ -e "$1.pub" ] || [ -L "$1.pub" ]; then
  echo "beside=no file"
fi
