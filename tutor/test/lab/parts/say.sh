# What the lab says on its way goes to standard error, so that standard output holds only what a caller reads.

say() { printf 'lab: %s\n' "$*" >&2; }

# fail SENTENCE: what is so, then what to do.
fail() {
  say "$*"
  exit 1
}

# timed WORDS COMMAND…: runs the command and says how long it took.
timed() {
  local what=$1 began=$SECONDS
  shift
  "$@"
  say "$what: $((SECONDS - began)) s"
}
