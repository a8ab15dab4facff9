# Processes that the lab started, known by the pid they left in a file. Nothing is ever ended by name.

# running_pid FILE PROGRAM: prints the pid in FILE if it still is that program, started for this lab.
running_pid() {
  local file=$1 program=$2 pid
  [[ -s $file ]] || return 1
  pid=$(<"$file")
  [[ $(cat "/proc/$pid/comm" 2>/dev/null) == "$program" ]] || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$lab_folder/" || return 1
  printf '%s\n' "$pid"
}

# stop_process PID SECONDS: asks it to end, waits, and after that many seconds ends it.
stop_process() {
  local pid=$1 patience=$2 ends=$((SECONDS + $2))
  kill -TERM "$pid" 2>/dev/null || return 0
  while process_lives "$pid"; do
    if ((SECONDS >= ends)); then
      say "process $pid did not end in $patience s and is killed"
      kill -KILL "$pid" 2>/dev/null || true
      return 0
    fi
    sleep 0.1
  done
}

# A zombie that nobody waits for is no longer running.
process_lives() {
  local state
  state=$(sed -E 's/^.*\) (.).*$/\1/' "/proc/$1/stat" 2>/dev/null) || return 1
  [[ -n $state && $state != Z ]]
}

# lab_processes: the pids of the engine's own programs that name the lab's folder, whether or not an engine is left.
lab_processes() {
  local folder
  for folder in /proc/[0-9]*; do
    case $(cat "$folder/comm" 2>/dev/null) in
      dockerd | containerd | containerd-shim | docker-proxy | runc) ;;
      *) continue ;;
    esac
    if tr '\0' ' ' 2>/dev/null <"$folder/cmdline" | grep -qF -- "$lab_folder/"; then
      printf '%s\n' "${folder#/proc/}"
    fi
  done
}
