# Prints the running kernel's command line, the boot loader, the command lines of its entries, and what they are made of.
# Entries for rescue are left out: they are for the day when the others do not boot.
root=${LMR_HOST_ROOT-}
echo "running $(tr '\n' ' ' </proc/cmdline)"
loader=none
for cfg in "$root/boot/grub/grub.cfg" "$root/boot/grub2/grub.cfg"; do
  [ -r "$cfg" ] || continue
  grep -Eq '^[[:space:]]*linux(16|efi)?[[:space:]]' "$cfg" && loader=grub && break
  grep -q blscfg "$cfg" && loader=bls && break
done
entries=
for folder in "$root/boot/loader/entries" "$root/efi/loader/entries" "$root/boot/efi/loader/entries"; do
  for file in "$folder"/*.conf; do
    case ${file##*/} in '*.conf' | *rescue*) continue ;; esac
    entries="$entries $file"
  done
  [ -z "$entries" ] || break
done
# systemd-boot leaves its name in the firmware; a grub.cfg of former times says nothing then.
if [ -n "$entries" ] && { [ "$loader" = none ] ||
  cat "$root"/sys/firmware/efi/efivars/LoaderInfo-* 2>/dev/null | tr -d '\0' | grep -q systemd-boot; }; then loader=bls; fi
echo "loader $loader"
case $loader in
  grub)
    echo "config ${cfg#"$root"}"
    for tool in update-grub grub2-mkconfig grub-mkconfig; do
      if command -v "$tool" >/dev/null 2>&1; then echo "tool $tool" && break; fi
    done
    sed -nE 's/^[[:space:]]*linux(16|efi)?[[:space:]]+[^[:space:]]+[[:space:]]*/entry /p' "$cfg" | grep -Ev ' (single|recovery|rescue)( |$)'
    file=$root/etc/default/grub
    if [ -n "$(find "$file" -newer "$cfg" 2>/dev/null)" ]; then echo "stale yes"; fi
    if [ -f "$file" ]; then echo "file ${file#"$root"}"; fi
    sed -nE 's/^[[:space:]]*(export[[:space:]]+)?(GRUB_CMDLINE_LINUX(_DEFAULT)?)(\+?=)/variable \2 \4/p' "$file" 2>/dev/null
    for file in "$root"/etc/default/grub.d/*.cfg; do
      [ -r "$file" ] || continue
      sed -nE "s,^[[:space:]]*(export[[:space:]]+)?(GRUB_CMDLINE_LINUX(_DEFAULT)?)=,later ${file#"$root"} \2 ,p" "$file"
    done
    ;;
  bls)
    # shellcheck disable=SC2086 # names of entries have no spaces
    for file in $entries; do
      echo "file ${file#"$root"}"
      sed -nE 's/^options[[:space:]]+/entry /p' "$file"
    done
    if [ -r "$root/etc/kernel/cmdline" ]; then
      echo "file /etc/kernel/cmdline"
      echo "line $(tr '\n' ' ' <"$root/etc/kernel/cmdline")"
    fi
    ;;
esac
:
