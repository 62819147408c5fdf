# Prints the rules that firewalls would have if they loaded their files now, with one file replaced by what stands on standard input.
# Nothing of the host is touched: nftables' files are loaded in namespaces of their own, where interfaces of the same names are made for it.
# $1 who would load: nftables iptables ip6tables ufw firewalld  $2 path of the replaced file, or nothing
work=$(mktemp -d "${LMR_RUN:-/run}/lmr.XXXXXX") || exit
trap 'rm -rf -- "$work"' EXIT
replaced=$2
if [ -n "$replaced" ]; then cat >"$work/candidate" || exit; fi
text() {
  if [ "$1" = "$replaced" ]; then cat "$work/candidate"; elif [ -e "$1" ]; then cat -- "$1"; else return 0; fi
  echo
}
is_there() { [ "$1" = "$replaced" ] || [ -e "$1" ]; }
of_nftables() {
  main=/etc/nftables.conf
  is_there "$main" || main=/etc/sysconfig/nftables.conf
  nics=$(cd /sys/class/net && echo *)
  # shellcheck disable=SC2016 # for the shell inside
  unshare -m -n sh -c '
    for nic in $4; do
      [ "$nic" = lo ] || ip link add name "$nic" type dummy || ip link add name "$nic" type bridge || ip tuntap add dev "$nic" mode tap
    done >/dev/null 2>&1
    main=$3
    case $2 in
      "") ;;
      "$3") main=$1/candidate ;;
      *) mkdir "$1/folder" && cp -a "${2%/*}/." "$1/folder" && cp "$1/candidate" "$1/folder/${2##*/}" && mount --bind "$1/folder" "${2%/*}" || exit ;;
    esac
    nft -f "$main" && printf "ruleset %s\n" "$(nft -j list ruleset)"
  ' lmr "$work" "$replaced" "$main" "$nics" 2>"$work/error" || sed -e 's/^/fails /' -e "s|$work/||g" "$work/error"
}
of_iptables() {
  case $1 in iptables) file=/etc/iptables/rules.v4 ;; *) file=/etc/iptables/rules.v6 ;; esac
  if [ "$replaced" = "/etc/sysconfig/$1" ] || ! is_there "$file"; then file=/etc/sysconfig/$1; fi
  text "$file" | sed "s/^/$1-save /"
}
policy() { text /etc/default/ufw | sed -n "s/^DEFAULT_$1_POLICY=[\"']\{0,1\}\([A-Z]*\).*/\1/p" | tail -n 1; }
# ufw's own start adds what hangs its chains into those of the kernel.
of_ufw() {
  for direction in INPUT OUTPUT; do
    low=$(echo "$direction" | tr '[:upper:]' '[:lower:]')
    case $(policy "$direction") in ACCEPT) verdict=ACCEPT ;; *) verdict=DROP ;; esac
    printf '%s\n' '*filter' ":$direction $verdict [0:0]" "-A $direction -j ufw$2-before-$low" "-A $direction -j ufw$2-after-$low"
  done | sed "s/^/$1-save /"
  {
    text "/etc/ufw/before$2.rules"
    printf '%s\n' '*filter' "-A ufw$2-before-input -j ufw$2-user-input" "-A ufw$2-before-output -j ufw$2-user-output"
    text "/etc/ufw/user$2.rules"
    text "/etc/ufw/after$2.rules"
  } | sed "s/^/$1-save /"
}
of_firewalld() {
  text /etc/firewalld/firewalld.conf | sed -n 's/^DefaultZone=/default /p'
  firewall-cmd --get-active-zones 2>/dev/null | awk '
    /^[^ ]/ { zone = $1 }
    $1 == "interfaces:" || $1 == "sources:" { for (i = 2; i <= NF; i++) print "active", zone, $i }
  '
  names=" "
  for file in "$replaced" /etc/firewalld/zones/*.xml /usr/lib/firewalld/zones/*.xml; do
    name=${file##*/}
    name=${name%.xml}
    case $file in */zones/*.xml) ;; *) continue ;; esac
    case $names in *" $name "*) continue ;; esac
    is_there "$file" || continue
    names="$names$name "
    text "$file" | sed "s/^/zone $name /"
  done
  for file in /etc/firewalld/services/*.xml /usr/lib/firewalld/services/*.xml; do
    name=${file##*/}
    [ ! -e "$file" ] || sed -n "s/.*<port .*/service ${name%.xml} &/p" "$file"
  done
}
for keeper in $1; do
  case $keeper in
    nftables) of_nftables ;;
    iptables | ip6tables) of_iptables "$keeper" ;;
    ufw)
      if [ -n "$replaced" ] || grep -q '^ENABLED=.*yes' /etc/ufw/ufw.conf 2>/dev/null; then
        of_ufw iptables ""
        if text /etc/default/ufw | grep -q '^IPV6=.*yes'; then of_ufw ip6tables 6; fi
      fi
      ;;
    firewalld) of_firewalld ;;
  esac
done
exit 0
