# The lab's own engine: dockerd in a session of its own, with its data, sockets and pid file in the lab's folder.

# The lab's docker, speaking to the lab's engine whatever the caller's environment says.
lab_client=(env -u DOCKER_CONTEXT -u DOCKER_TLS_VERIFY -u DOCKER_CERT_PATH
  DOCKER_HOST="$lab_host" DOCKER_CONFIG="$lab_config" "$lab_bin/docker")

lab_docker() { "${lab_client[@]}" "$@"; }

# `docker info` exits 0 without a daemon, `docker version` does not. A daemon that is mute counts as none.
engine_answers() { timeout 10 "${lab_client[@]}" version --format '{{.Server.Version}}' >/dev/null 2>&1; }

engine_pid() { running_pid "$lab_run/docker.pid" dockerd; }

start_engine() {
  if engine_pid >/dev/null && engine_answers; then return 0; fi
  # An engine that was killed leaves processes and mounts behind.
  stop_engine
  unmount_all
  remember_firewall
  rm -f "$lab_run/docker.pid"
  setsid env PATH="$lab_path" dockerd \
    --host "$lab_host" --pidfile "$lab_run/docker.pid" \
    --data-root "$lab_folder/engine" --exec-root "$lab_run/engine" \
    --init-path "$lab_programs/usr/bin/tini-static" \
    --userland-proxy-path "$lab_programs/usr/sbin/docker-proxy" \
    --registry-mirror "http://$(registry_address)" \
    >"$lab_logs/engine.log" 2>&1 </dev/null 9>&- &
  await_engine "$!"
  # A lab that starts is empty, also when the last one had no chance to clear up.
  clear_engine
}

await_engine() {
  local pid=$1 ends=$((SECONDS + 60))
  until engine_answers; do
    if ! process_lives "$pid" || ((SECONDS >= ends)); then
      tail -n 20 "$lab_logs/engine.log" >&2
      fail "the lab's engine did not start; read the lines above (from $lab_logs/engine.log), or delete $lab_folder to begin anew."
    fi
    sleep 0.1
  done
}

# Two engines in one network namespace take down each other's firewall rules and share one bridge.
refuse_beside_another_engine() {
  local folder ours
  ours=$(engine_pid || true)
  for folder in /proc/[0-9]*; do
    [[ $(cat "$folder/comm" 2>/dev/null) == dockerd && ${folder#/proc/} != "$ours" ]] || continue
    [[ $(readlink "$folder/ns/net") == "$(readlink /proc/self/ns/net)" ]] || continue
    fail "another engine runs on this machine (process ${folder#/proc/}); use that one by leaving TUTOR_LAB unset, or stop it."
  done
}
