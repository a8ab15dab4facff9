# What the engine changes in the machine's network, remembered before it starts and put back after it ends.

remember_firewall() {
  # Remembered once: after an engine that was killed, what is found now is its doing.
  [[ ! -s $lab_run/ip_forward.before ]] || return 0
  cat /proc/sys/net/ipv4/ip_forward >"$lab_run/ip_forward.before"
  PATH=$lab_path iptables -S FORWARD 2>/dev/null | awk '$1 == "-P" { print $3 }' >"$lab_run/forward-policy.before" || true
}

# Takes away the engine's bridges and rules; every other rule stays as it is by now.
restore_firewall() {
  [[ -s $lab_run/ip_forward.before ]] || return 0
  local bridge family
  for bridge in $(ip -o link show type bridge | sed -nE 's/^[0-9]+: (docker0|br-[0-9a-f]{12}):.*/\1/p'); do
    ip link delete "$bridge" 2>/dev/null || true
  done
  for family in iptables ip6tables; do
    rules_without_engine "$family" | PATH=$lab_path "$family-restore" 2>/dev/null ||
      say "the engine's $family rules could not be taken away; they do no harm without it"
  done
  cat "$lab_run/ip_forward.before" >/proc/sys/net/ipv4/ip_forward
}

rules_without_engine() {
  local policy
  policy=$(cat "$lab_run/forward-policy.before")
  PATH=$lab_path "$1-save" 2>/dev/null |
    sed -E -e '/DOCKER|docker0|br-[0-9a-f]{12}/d' -e "s/^:FORWARD [A-Z]+/:FORWARD ${policy:-ACCEPT}/"
}
