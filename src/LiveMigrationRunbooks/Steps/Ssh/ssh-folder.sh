# The folder that keys and lists of keys lie in: sshd and ssh take them only from one that nobody else may write.
# shellcheck shell=sh
# lmr_ssh_folder FOLDER OWNER GROUP: makes it where it is not there; its text comes before that of a writer.
lmr_ssh_folder() {
  [ -d "$1" ] || {
    (umask 077 && mkdir -- "$1") && chown -- "$2:$3" "$1" || return
    if command -v restorecon >/dev/null 2>&1; then restorecon -- "$1"; fi
  }
}
