# Which lines are meant, as a function of awk over the text of a line without its line end.
# shellcheck disable=SC2016,SC2034 # awk's own variables; whoever stands below uses it
lmr_is='
  function is(text, how, what, rest) {
    # As texts: awk takes what looks like numbers for such, and 00 for 0.
    if (how == "line") return (text "") == (what "")
    if (how == "match") return text ~ what
    sub(/^[ \t]+/, "", text)
    if (index(text, what) != 1) return 0
    rest = substr(text, length(what) + 1, 1)
    return rest == "" || what !~ /[A-Za-z0-9_.-]$/ || rest !~ /[A-Za-z0-9_.-]/
  }'
