# Its text comes before that of a writer, which takes the key that waits for its certificate in place of standard input.
# $1 the name under which it waits, then what the writer takes
exec <"${LMR_ROOT:-/var/lib/lmr}/tls/$1.pem" || exit
shift
