# guests_with TEXT…: names of guests that run and whose definition holds one of these texts. It does not need libvirt's answer.
guests_with() {
  for kept in /run/libvirt/qemu/*.xml; do
    kill -0 "$(cat "${kept%.xml}.pid" 2>/dev/null)" 2>/dev/null || continue
    for text in "$@"; do
      if grep -Fq -e "$text" "$kept"; then
        kept=${kept##*/}
        echo "${kept%.xml}"
        break
      fi
    done
  done
}
