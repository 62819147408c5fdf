# Prints the rules that the kernel has and who keeps them, each line with a word in front of it.
# firewalld is asked by busctl where its answer is a word or a list: firewall-cmd is a Python program, and its start takes thirty times as long.
ask_firewalld() { busctl --auto-start=no "$1" org.fedoraproject.FirewallD1 /org/fedoraproject/FirewallD1 "org.fedoraproject.FirewallD1$2" "$3" ${4:+s "$4"} 2>/dev/null; }
firewalld=no
if [ "$(ask_firewalld get-property "" state)" = 's "RUNNING"' ]; then firewalld=yes; fi
[ "$firewalld" = no ] || echo "keeper firewalld"
if command -v iptables-save >/dev/null 2>&1; then
  case $(iptables -V 2>/dev/null) in *nf_tables*) echo "iptables nf_tables" ;; *) echo "iptables legacy" ;; esac
  for tool in iptables ip6tables; do
    saved=$("$tool-save" 2>&1)
    # Tables made with the other generation of the tool: both filter, and each shows only its own.
    if "$tool-legacy-save" 2>/dev/null | grep -Eq '^(:INPUT DROP|-A INPUT .*-j (DROP|REJECT))'; then
      case $saved in *"legacy tables present"*) echo "iptables both" ;; esac
    fi
    printf '%s\n' "$saved" | sed -n "s/^[[*:-].*/$tool-save &/p"
  done
fi
if command -v nft >/dev/null 2>&1; then printf 'ruleset %s\n' "$(nft -j list ruleset 2>/dev/null)"; fi
