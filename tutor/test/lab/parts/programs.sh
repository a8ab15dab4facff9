# The programs of the lab: an engine from the newer Debian suite, what it stands on from the machine's own.

newer_packages=(docker.io docker-cli docker-buildx containerd)
# runc of the newer suite wants a newer libc than the machine's.
own_packages=(runc tini docker-registry mmdebstrap
  iptables libip4tc2 libip6tc2 libmnl0 libnetfilter-conntrack3 libnfnetlink0 libnftnl11 libxtables12)

# Makes $lab_programs, once. What is there already is kept, whatever the mirror holds by now.
make_programs() {
  local wanted="$newer_suite ${newer_packages[*]} ${own_packages[*]}"
  [[ $(cat "$lab_programs/complete" 2>/dev/null) != "$wanted" ]] || return 0
  timed "engine unpacked" unpack_programs
  printf '%s\n' "$wanted" >"$lab_programs/complete"
}

unpack_programs() {
  local own debs=$lab_folder/debs deb
  own=$(. /etc/os-release && echo "$VERSION_CODENAME")
  rm -rf "$lab_programs" "$debs"
  mkdir -p "$lab_programs" "$lab_bin"
  debian_download "$debs/newer" "$(debian_sources "$newer_suite" | grep -F " $newer_suite main")" "${newer_packages[@]}"
  debian_download "$debs/own" "$(debian_sources "$own")" "${own_packages[@]}"
  require_newer_engine "$debs"/newer/docker.io_*.deb
  for deb in "$debs"/newer/*.deb "$debs"/own/*.deb; do
    dpkg -x "$deb" "$lab_programs"
  done
  rm -rf "$debs"
  ln -sf "$lab_programs/usr/bin/docker" "$lab_bin/docker"
  wrap_iptables
}

# An older engine would be used unseen, and its messages differ: better to stop.
require_newer_engine() {
  local version
  version=$(dpkg-deb -f "$1" Version)
  ((${version%%.*} >= oldest_engine)) || fail "$newer_suite holds engine $version; the lab needs $oldest_engine or later."
}

# The machine's own iptables, where it has one: two kinds of rule tables side by side would confuse each other.
wrap_iptables() {
  local name libraries=$lab_programs/usr/lib/x86_64-linux-gnu
  ! command -v iptables >/dev/null || return 0
  for name in iptables ip6tables iptables-save ip6tables-save iptables-restore ip6tables-restore; do
    cat >"$lab_programs/usr/sbin/$name" <<WRAPPER
#!/bin/sh
export LD_LIBRARY_PATH='$libraries' XTABLES_LIBDIR='$libraries/xtables'
exec '$lab_programs/usr/sbin/xtables-nft-multi' $name "\$@"
WRAPPER
    chmod +x "$lab_programs/usr/sbin/$name"
  done
}
