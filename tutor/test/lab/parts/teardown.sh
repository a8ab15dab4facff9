# Taking the lab down. What was downloaded and made stays; what ran, and what runs left behind, goes.

stop_lab() {
  if engine_answers; then clear_engine; fi
  stop_engine
  stop_registry
  unmount_all
  restore_firewall
  rm -rf "$lab_run"
}

# Containers, networks, volumes and built images of former runs would make the next run another one.
clear_engine() {
  local -a found
  mapfile -t found < <(lab_docker ps --all --quiet)
  ((${#found[@]} == 0)) || lab_docker rm --force --volumes "${found[@]}" >/dev/null 2>&1 || true
  lab_docker network prune --force >/dev/null 2>&1 || true
  lab_docker volume prune --all --force >/dev/null 2>&1 || true
  mapfile -t found < <(built_images)
  ((${#found[@]} == 0)) || lab_docker rmi --force "${found[@]}" >/dev/null 2>&1 || true
}

built_images() {
  lab_docker image ls --all --quiet --no-trunc | sort -u | grep -vxF -f <(
    lab_docker image ls --quiet --no-trunc "$base_image"
    lab_docker image ls --quiet --no-trunc "$python_image"
    lab_docker image ls --quiet --no-trunc "$postgres_image"
  ) || true
}

stop_engine() {
  local pid
  if pid=$(engine_pid); then stop_process "$pid" 20; fi
  # After an engine that was killed, its containerd and the shims of its containers live on.
  for pid in $(lab_processes); do stop_process "$pid" 5; done
}

stop_registry() {
  local pid
  if pid=$(running_pid "$lab_run/registry.pid" docker-registry); then stop_process "$pid" 5; fi
}

# The last mounted first. The kernel writes a space in a path as \040.
unmount_all() {
  local place
  cut -d' ' -f5 /proc/self/mountinfo | tac | while read -r place; do
    place=$(printf '%b' "$place")
    [[ $place != "$lab_folder"/* ]] || umount --lazy "$place" || say "$place stays mounted"
  done
}
