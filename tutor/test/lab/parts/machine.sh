# Whether this machine can carry the lab.

require_machine() {
  [[ $(uname -s) == Linux ]] || fail "the lab runs on Linux; use a machine with Docker instead."
  [[ $(dpkg --print-architecture 2>/dev/null) == amd64 ]] ||
    fail "the lab needs Debian on amd64; use a machine with Docker instead."
  [[ $(id -u) == 0 ]] || fail "the lab starts an engine, which needs root; run it as root."
  # A socket's path is at most 107 bytes, and the longest below the folder is containerd's.
  ((${#lab_folder} <= 60)) || fail "the path $lab_folder is too long for a socket; set TUTOR_LAB_DIR to a shorter one."
}

require_programs() {
  local missing=() program
  for program in apt-get perl python3 npm ip setsid flock tar; do
    PATH=$lab_path command -v "$program" >/dev/null || missing+=("$program")
  done
  python3 -c 'import pip' 2>/dev/null || missing+=(pip)
  ((${#missing[@]} == 0)) ||
    fail "not on this machine: ${missing[*]}; run apt-get install perl python3 python3-pip nodejs npm iproute2"
}
