# shellcheck shell=bash
# Sourced. Processes that we started, known again by pid and start time: a pid alone may have gone to somebody else meanwhile.

# The moment a process started, or nothing when there is no such process (a zombie is none).
process_started_at() {
  local stat
  if [ -d /proc/self ]; then
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    # The name in parentheses may itself hold spaces and parentheses: cut after the last one. Then: state is field 1, start field 20.
    # shellcheck disable=SC2086
    set -- ${stat##*) }
    case $1 in Z | X) return 1 ;; esac
    printf '%s\n' "${20}@$(cat /proc/sys/kernel/random/boot_id)"
  else
    ps -o lstart= -p "$1"
  fi
}

# process_remember FILE PID
process_remember() {
  printf '%s %s\n' "$2" "$(process_started_at "$2")" >"$1"
}

# The pid kept in FILE if that very process still runs; otherwise nothing, and false.
process_running() {
  local pid started_at
  [ -r "$1" ] && read -r pid started_at <"$1" && [ -n "$pid" ] || return 1
  [ "$(process_started_at "$pid")" = "$started_at" ] || return 1
  printf '%s\n' "$pid"
}

# process_stop FILE SECONDS: ask to end, insist after SECONDS (0: end at once). Harmless when it does not run.
process_stop() {
  local pid tries=$(($2 * 10))
  if pid=$(process_running "$1"); then
    [ "$tries" -eq 0 ] || kill -TERM "$pid" 2>/dev/null || true
    while [ "$tries" -gt 0 ] && process_running "$1" >/dev/null; do
      sleep 0.1
      tries=$((tries - 1))
    done
    process_kill "$1"
  fi
  rm -f "$1"
}

# process_kill FILE: end at once. One that the kernel does not end within 10 s (it hangs in a device) is told, and not waited for.
process_kill() {
  local pid tries=200
  if pid=$(process_running "$1"); then
    kill -KILL "$pid" 2>/dev/null || true
    while process_running "$1" >/dev/null; do
      if [ "$tries" -eq 0 ]; then
        printf 'Process %s did not end 10 s after SIGKILL.\n' "$pid" >&2
        return
      fi
      sleep 0.05
      tries=$((tries - 1))
    done
  fi
}

# in_background LOG COMMAND...: out of reach of the terminal's Ctrl-C, its pid in BACKGROUND_PID. Descriptor 9 is our callers' lock.
# The log of the time before is kept beside it.
in_background() {
  local log=$1
  shift
  [ ! -f "$log" ] || mv -f "$log" "$log.1"
  if command -v setsid >/dev/null; then set -- setsid "$@"; fi
  "$@" >"$log" 2>&1 </dev/null 9>&- &
  # shellcheck disable=SC2034 # read by the callers
  BACKGROUND_PID=$!
  disown
}

# Does anything listen on this loopback port?
port_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The first free port of those given, otherwise any. Those we choose lie below the range of outgoing connections, where a client that
# keeps trying to reconnect cannot end up connected to itself.
free_port() {
  local port
  for port in "$@"; do
    if [ -n "$port" ] && ! port_taken "$port"; then
      printf '%s\n' "$port"
      return
    fi
  done
  while :; do
    port=$((20000 + RANDOM % 12000))
    if ! port_taken "$port"; then
      printf '%s\n' "$port"
      return
    fi
  done
}

# random_hex BYTES
random_hex() {
  od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'
}
