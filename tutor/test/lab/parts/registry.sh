# A registry on a loopback port that holds the stand-ins. The engine takes it for a mirror of Docker Hub,
# so that a pull of a base image really happens.

# Prints the registry's address, HOST:PORT. It stays the same for one lab folder while the port is free.
registry_address() { cat "$lab_run/registry.address"; }

start_registry() {
  ! running_pid "$lab_run/registry.pid" docker-registry >/dev/null || return 0
  local address
  address=127.0.0.1:$(free_port)
  printf '%s\n' "$address" >"$lab_run/registry.address"
  registry_settings "$address" >"$lab_run/registry.yml"
  setsid env PATH="$lab_path" docker-registry serve "$lab_run/registry.yml" \
    >"$lab_logs/registry.log" 2>&1 </dev/null 9>&- &
  printf '%s\n' "$!" >"$lab_run/registry.pid"
  await_registry "${address#*:}"
}

registry_settings() {
  cat <<SETTINGS
version: 0.1
log: { level: error }
storage: { filesystem: { rootdirectory: "$lab_folder/registry" } }
http: { addr: "$1" }
SETTINGS
}

await_registry() {
  local ends=$((SECONDS + 20))
  until port_answers "$1"; do
    ((SECONDS < ends)) || fail "the lab's registry did not start; see $lab_logs/registry.log"
    sleep 0.1
  done
}

# Each lab folder begins its search elsewhere, so that two labs seldom meet.
free_port() {
  local port=$((15000 + $(cksum <<<"$lab_folder" | cut -d' ' -f1) % 1000))
  while port_answers "$port"; do port=$((port + 1)); done
  printf '%s\n' "$port"
}

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
