# Asks a command whether a file may take the place of another.
# $1 path  $2 the file that is to take its place  then "quiet" where what the command says may show a secret, else "told"
# then the command; %s in a word of it stands for the new file
lmr_accept() {
  lmr_path=$1 lmr_new=$2 lmr_quiet=$3
  shift 3
  for lmr_word in "$@"; do
    shift
    case $lmr_word in *%s*) lmr_word=${lmr_word%%%s*}$lmr_new${lmr_word#*%s} ;; esac
    set -- "$@" "$lmr_word"
  done
  lmr_said=$("$@" 2>&1 </dev/null) && return
  if [ "$lmr_quiet" = quiet ]; then lmr_said='what it says may show the secret'; fi
  # sshd ends its lines with a carriage return, too.
  echo "'$1' does not accept the new content of $lmr_path, and the old one stays: $(printf '%s' "$lmr_said" | tail -n 3 | tr -d '\r' | tr '\n' ' ')" >&2
  return 1
}
