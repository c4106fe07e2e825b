# shellcheck shell=bash
# Sourced, with process.sh and a function fail. Erlang's port mapper, one of our own: the system's belongs to the system's nodes.

epmd_program() {
  local candidate
  command -v epmd && return
  for candidate in /usr/lib/erlang/bin/epmd /usr/lib/erlang/erts-*/bin/epmd; do
    [ ! -x "$candidate" ] || { printf '%s\n' "$candidate" && return; }
  done
  fail "epmd, a part of Erlang, is not installed. On Debian or Ubuntu: apt-get install erlang-base"
}

# run_epmd PORT…: sets EPMD_PORT; on the first of the ports that is free, else on any. Harmless when it runs already.
run_epmd() {
  EPMD_PORT=${1-}
  process_running "$DIR/epmd.pid" >/dev/null && return
  EPMD_PORT=$(free_port "$@")
  local epmd
  epmd=$(epmd_program)
  in_background "$DIR/log/epmd.log" "$epmd" -address 127.0.0.1 -port "$EPMD_PORT"
  process_remember "$DIR/epmd.pid" "$BACKGROUND_PID"
  await_epmd
}

# A node that finds no epmd starts one, which would outlive it.
await_epmd() {
  local tries=100
  until port_taken "$EPMD_PORT"; do
    [ "$tries" -gt 0 ] && process_running "$DIR/epmd.pid" >/dev/null || fail "epmd does not answer on port $EPMD_PORT: $(tail -n 5 "$DIR/log/epmd.log")"
    sleep 0.1
    tries=$((tries - 1))
  done
}
