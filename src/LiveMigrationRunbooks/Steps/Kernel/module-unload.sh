# Takes a module out of the kernel, and what came with it as far as nobody else uses it by now.
# $1 module  $2 … modules that came with it
rmmod -- "$1" || exit
shift
for module; do rmmod -- "$module" 2>/dev/null; done
:
