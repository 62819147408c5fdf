# Prints what the kernel has of a module, whether its files are there, and what the files read at boot say of it.
# $1 module, with _ for every -  $2 … parameters
name=$1
shift
release=$(uname -r)
tree=/lib/modules/$release
loaded=$(sed -n "s/^$name [0-9]* \([^ ]*\) \([^ ]*\) .*/\1 \2/p" /proc/modules 2>/dev/null)
if [ -n "$loaded" ]; then
  echo "kernel loaded $loaded"
elif [ -d "/sys/module/$name" ] || sed 's,.*/,,; s/\.ko.*//; y/-/_/' "$tree/modules.builtin" 2>/dev/null | grep -qx -- "$name"; then
  echo "kernel built_in"
else
  echo "kernel absent"
fi
echo "release $release"
if [ -r "$tree/modules.dep" ]; then
  awk -v name="$name" '
    function bare(path) { sub(/.*\//, "", path); sub(/\.ko.*/, "", path); gsub(/-/, "_", path); return path }
    FNR == NR { live[$1] = 1; next }
    { split($0, part, ":") }
    bare(part[1]) == name {
      print "tree present"
      count = split(part[2], needs, " ")
      for (i = 1; i <= count; i++) if (!(bare(needs[i]) in live)) print "brings " bare(needs[i])
    }' /proc/modules "$tree/modules.dep"
else
  echo "tree none"
fi
if [ "$(cat /proc/sys/kernel/modules_disabled 2>/dev/null)" = 1 ]; then echo "closed"; fi
if [ $# -gt 0 ] && known=$(modinfo -F parm -- "$name" 2>/dev/null); then
  echo "listed"
  printf '%s\n' "$known" | sed -n 's/^\([A-Za-z0-9_-]*\):.*/knows \1/p'
fi
for key; do
  file=/sys/module/$name/parameters/$key
  [ -e "$file" ] || continue
  value=$(tr '\n' ' ' <"$file" 2>/dev/null) || { echo "hidden $key"; continue; }
  # Opened, not written.
  if (: >>"$file") 2>/dev/null; then echo "writable $key ${value% }"; else echo "fixed $key ${value% }"; fi
done
echo "cmdline $(tr '\n' ' ' </proc/cmdline)"
for file in /etc/modules-load.d/*.conf /run/modules-load.d/*.conf /usr/local/lib/modules-load.d/*.conf /usr/lib/modules-load.d/*.conf \
  /lib/modules-load.d/*.conf; do
  [ -e "$file" ] || continue
  echo "loads-file $file"
  if sed 's/[[:space:]]//g; y/-/_/' "$file" | grep -qx -- "$name"; then echo "| loads"; fi
done
for file in /etc/modprobe.d/*.conf /run/modprobe.d/*.conf /usr/local/lib/modprobe.d/*.conf /usr/lib/modprobe.d/*.conf /lib/modprobe.d/*.conf; do
  [ -e "$file" ] || continue
  echo "options-file $file"
  awk -v name="$name" '
    { text = text $0 }
    /\\$/ { sub(/\\$/, " ", text); next }
    {
      $0 = text
      text = ""
      of = $2
      gsub(/-/, "_", of)
      if (of == name && ($1 == "options" || $1 == "blacklist" || $1 == "install")) { $2 = ""; print "| " $0 }
    }' "$file"
done
