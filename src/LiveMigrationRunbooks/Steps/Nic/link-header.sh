# What a new .link file of lmr begins with. Our file is the first that matches, so it takes over the naming of systemd's default file:
# without these lines the interface could come back under another name.
# $1 $2 $3 as edit-key.sh takes them, which this text is put before  $4 interface
mac=$(cat "/sys/class/net/$4/address") || exit
set -- "$1" "$2" "$3" "# Kept by lmr: settings of $4.
[Match]
MACAddress=$mac
Type=ether

[Link]
NamePolicy=keep kernel database onboard slot path
AlternativeNamesPolicy=database onboard slot path
MACAddressPolicy=persistent"
