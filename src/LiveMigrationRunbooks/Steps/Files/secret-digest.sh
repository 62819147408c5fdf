# Prints digests of a file and of the text on standard input, made by keyed.
# $1 path  $2 "wanted" where the text on standard input counts
# shellcheck disable=SC2154
path=$1
if [ "$2" = wanted ]; then
  digest=$(keyed) || exit
  echo "wanted=${digest%% *}"
fi
if [ -f "$path" ] && [ ! -L "$path" ]; then
  digest=$(keyed <"$path") || exit
  echo "found=${digest%% *}"
fi
