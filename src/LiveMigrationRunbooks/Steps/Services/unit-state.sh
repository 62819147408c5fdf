# Prints what systemd has loaded of a unit, then the text of each of its drop-ins, and of the file that is asked about.
# $1 unit  $2 the file
if [ -d "${2%/*}/" ]; then echo "folder=present"; else echo "folder=absent"; fi
case $1 in
  *@.*) echo "LoadState=template" ;;
  *) systemctl show -p LoadState,LoadError,FragmentPath,DropInPaths,NeedDaemonReload -- "$1" || exit ;;
esac
# shellcheck disable=SC2046 # paths of units hold no spaces
set -- "$2" $(systemctl show -p DropInPaths --value -- "$1" 2>/dev/null)
for file in "$@"; do
  if [ ! -f "$file" ]; then continue; fi
  echo "file $file"
  sed 's/^/| /' "$file"
done
