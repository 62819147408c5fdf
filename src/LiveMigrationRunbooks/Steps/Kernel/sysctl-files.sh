# Prints every line of the files with kernel keys that are loaded at boot. One process for all; a file without a line is told too: it hides
# those of its name in later folders.
set --
for file in /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf \
  /etc/sysctl.conf; do
  [ -e "$file" ] && set -- "$@" "$file"
done
awk 'BEGIN {
  for (number = 1; number < ARGC; number++) {
    print "file " ARGV[number]
    while ((getline line < ARGV[number]) > 0) {
      sub(/^[ \t]+/, "", line)
      if (line != "" && line !~ /^[#;]/) print "| " line
    }
    close(ARGV[number])
  }
}' "$@"
