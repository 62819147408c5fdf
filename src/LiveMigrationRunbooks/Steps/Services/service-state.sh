# Tells of one unit what systemd knows, what would start it again, which guests run, and every link that enabling or disabling it touches.
# $1 the unit's name  $2 the unit that this name is an alias of on some distributions; disabling a unit removes its aliases
etc=/etc/systemd/system
name=$1
if [ "$(systemctl show --property=LoadState -- "$name")" = LoadState=not-found ]; then name=$2; fi
told=$(systemctl show --no-pager --property=Id,Names,LoadState,ActiveState,SubState,Result,Type,RemainAfterExit,UnitFileState,FragmentPath,SourcePath,TriggeredBy,RequiredBy,WantedBy,CanStart,CanStop,CanReload,RefuseManualStart,RefuseManualStop,NeedDaemonReload -- "$name") || exit
printf '%s\n' "$told"
value() { printf '%s\n' "$told" | sed -n "s/^$1=//p"; }
id=$(value Id)
for pid in /run/libvirt/qemu/*.pid; do
  # Beside the guests' files lies the daemon's own; only guests have a state.
  [ -e "${pid%.pid}.xml" ] && kill -0 "$(cat "$pid")" 2>/dev/null && guest=${pid##*/} && echo "guest ${guest%.pid}"
done
set -f
for other in $(value TriggeredBy); do
  echo "trigger $other $(systemctl is-active -- "$other")"
done
# A mask hides the unit's own file, so that file is looked for where packages put it.
text_of() {
  case $(systemctl show --property=LoadState -- "$1") in
    *=masked)
      for folder in /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
        if [ -s "$folder/$1" ]; then cat -- "$folder/$1"; return; fi
      done
      ;;
    *) systemctl cat --no-pager -- "$1" 2>/dev/null ;;
  esac
}
places() {
  text_of "$1" | awk '
    NR == 1 { print "file" }
    /^\[/ { inside = ($0 ~ /^\[Install\]/); next }
    inside && /^(WantedBy|RequiredBy|UpheldBy|Alias|Also)[ \t]*=/ { sub(/[ \t]*=[ \t]*/, " "); print }
  ' | while read -r key words; do
    [ "$key" != file ] || echo "file $1"
    for word in $words; do
      case $key in
        WantedBy) echo "path $etc/$word.wants/$1" ;;
        RequiredBy) echo "path $etc/$word.requires/$1" ;;
        UpheldBy) echo "path $etc/$word.upholds/$1" ;;
        Alias) echo "path $etc/$word" ;;
        Also) echo "also $word" ;;
      esac
    done
  done
}
all="" also="" left=$id
while [ -n "$left" ]; do
  next=${left%% *}
  case $left in *" "*) left=${left#* } ;; *) left="" ;; esac
  found=$(places "$next")
  all="$all
$found"
  for other in $(printf '%s\n' "$found" | sed -n 's/^also //p'); do
    case " $id $also " in *" $other "*) ;; *) also="$also $other" left="${left:+$left }$other" ;; esac
  done
done
names=" $(value Names)$also "
links=$(find "$etc" -maxdepth 2 -type l 2>/dev/null | while read -r link; do
  case $names in *" ${link##*/} "*) echo "path $link" ;; esac
done)
printf '%s\n' "$all" "$links" | sed '/^$/d' | sort -u
for folder in $(printf '%s\n' "$all" | sed -n 's/^path \(.*\)\/[^/]*$/\1/p' | sort -u); do
  [ -d "$folder" ] || echo "nodir $folder"
done
