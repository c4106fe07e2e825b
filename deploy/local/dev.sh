# shellcheck shell=bash
# Sourced. The services in Quarkus' development mode: a change of the sources is compiled and loaded at the next look at them, without a restart.
# All of it, its broker included, ends with Ctrl-C; what it keeps is in .patchline/dev/ and shares nothing with ./patchline up.

DEV_LOOK_SECONDS=2

# Each service is compiled by its own Maven before it starts.
DEV_READY_SECONDS=600

# Quarkus' development mode wants Maven 3.9, and Debian has 3.8: then Maven fetches a newer one, as it does any library.
DEV_MAVEN=3.9.11

dev() {
  local began=$SECONDS
  [ $# = 0 ] || takes_nothing dev "$1"
  # shellcheck disable=SC2034 # services.sh reads it
  READY_SECONDS=${PATCHLINE_READY_SECONDS:-$DEV_READY_SECONDS}
  lock
  need_jdk
  need_bubblewrap
  need_dev_maven
  need_webhook_port
  say "Compiling (log: ${LOGS#"$ROOT"/}/build.log)"
  (cd "$ROOT" && "$MVN" -B -q -Dspotless.check.skip=true -pl ingest-service,executor-service -am compile) >"$LOGS/build.log" 2>&1 ||
    fail "It does not compile. The end of its log:" "$(grep -E '^\[ERROR\]' "$LOGS/build.log" | head -n 20)"
  trap dev_down EXIT
  trap 'exit 130' INT TERM HUP
  use_broker
  mkdir -p "$STATE/workspace" "$STATE/state"
  [ "$(id -u)" != 0 ] || adopt_workspace "$STATE/workspace"
  dev_service ingest ingest-service "${PATCHLINE_HTTP_PORT:-5555}" 5005 PATCHLINE_ACCESS_ANONYMOUS=true "PATCHLINE_BROKER_URL_FILE=$STATE/ingest-broker-url"
  await_ready ingest
  dev_service executor-1 executor-service "$(free_port 5053)" 5006 "PATCHLINE_BROKER_URL_FILE=$STATE/executor-broker-url" \
    PATCHLINE_EXECUTOR_NAME=executor-1 "PATCHLINE_WORKSPACE=$STATE/workspace" "PATCHLINE_STATE=$STATE/state"
  await_ready executor-1
  say "Up in $((SECONDS - began)) s, without tokens, for this machine only. Change a source file and look at the log: it is loaded within seconds."
  dev_next_steps
  dev_watch
}

# Sets MVN.
need_dev_maven() {
  local version
  need_maven
  MVN=mvn
  version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
  case $version in '' | [12]' '* | 3' '[0-8]) ;; *) return ;; esac
  MVN=$STATE/maven/apache-maven-$DEV_MAVEN/bin/mvn
  [ ! -x "$MVN" ] || return 0
  say "Development mode wants Maven 3.9 and this one is older: fetching $DEV_MAVEN into ${STATE#"$ROOT"/}/maven"
  (cd "$ROOT" && mvn -B -q -N org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
    "-Dartifact=org.apache.maven:apache-maven:$DEV_MAVEN:zip:bin" "-DoutputDirectory=$STATE/maven") >"$LOGS/build.log" 2>&1 ||
    fail "Maven $DEV_MAVEN could not be fetched. The end of the log:" "$(grep -E '^\[ERROR\]' "$LOGS/build.log" | head -n 5)"
  chmod +x "$MVN"
}

# dev_service NAME MODULE PORT DEBUG-PORT SETTING...
# Up to test-compile, although tests are left out: from there on Maven takes the tests' jar of common, which the modules ask for, from the build and not from a repository.
dev_service() {
  local name=$1 module=$2 port=$3 debug=$4 options
  shift 4
  port_taken "$debug" && debug=false
  # One line each, as the JVM's option files have them.
  options=$(grep -v '^#' "$ROOT/deploy/jvm/$module.options" | tr '\n' ' ')
  printf '%s\n' "$port" >"$SERVICES_RUN/$name.port"
  ! has_own_broker || set -- PATCHLINE_BROKER_DECLARE=false "$@"
  in_background "$LOGS/$name.log" env -u AMQP_URL -u PATCHLINE_RABBITMQ_SERVER "PATCHLINE_HTTP_PORT=$port" "$@" \
    "$MVN" -B -f "$ROOT/pom.xml" -Dspotless.check.skip=true -Dmaven.test.skip=true -pl "$module" -am test-compile quarkus:dev "-Ddebug=$debug" "-Djvm.args=$options" \
    -Dquarkus.console.enabled=false -Dquarkus.test.continuous-testing=disabled -Dquarkus.analytics.disabled=true
  process_remember "$SERVICES_RUN/$name.pid" "$BACKGROUND_PID"
  say "$name: http://127.0.0.1:$port$([ "$debug" = false ] || printf ', debugger on port %s' "$debug"), log ${LOGS#"$ROOT"/}/$name.log"
}

dev_next_steps() {
  cat <<NEXT

Try:
  curl -H 'Content-Type: application/json' -H 'Prefer: wait=20' \\
    -d '{"id":"dev-1","role":"command_patch","target_file":"/tmp/test.log","patch":"echo test"}' http://localhost:$(service_port ingest)/webhook

Ctrl-C ends it all.

NEXT
}

# Shows both logs, and looks at both services: a look is what makes Quarkus load what has changed, and executors have no other visitors.
dev_watch() {
  local service
  tail -q -n 0 -F "$LOGS/ingest.log" "$LOGS/executor-1.log" 9>&- &
  DEV_TAIL=$!
  while :; do
    for service in ingest executor-1; do
      service_pid "$service" >/dev/null || fail_with_log "$service" "$service ended."
      http GET "$(service_port "$service")" /q/health/ready || true
    done
    sleep "$DEV_LOOK_SECONDS"
  done
}

dev_down() {
  trap '' INT TERM HUP
  [ -z "${DEV_TAIL:-}" ] || kill "$DEV_TAIL" 2>/dev/null || true
  # shellcheck disable=SC2046 # names without spaces
  stop_services $(known_services)
  if [ -d "$BROKER" ]; then "$HERE/broker" stop "$BROKER" --now; fi
}
