# Tells of each folder whether it is there, and the type of the file system that it lies on: "TYPE FOLDER", "missing FOLDER", "other FOLDER".
# $@ folders
for folder in "$@"; do
  if [ -d "$folder" ]; then
    type=$(df -PT -- "$folder" | awk 'NR == 2 { print $2 }') || exit
    echo "${type:-unknown} $folder"
  elif [ -e "$folder" ]; then
    echo "other $folder"
  else
    echo "missing $folder"
  fi
done
