# shellcheck shell=bash
# Sourced. The broker, the ingest service and the executors as processes of this machine.

READY_SECONDS=${PATCHLINE_READY_SECONDS:-90}
SERVICES_RUN=$STATE/run

# A service's log file, and how many older ones are kept beside it: 64 MiB for each service at most.
LOG_BYTES=$((16 * 1024 * 1024)) LOGS_KEPT=3

# The services that were started, whether or not they still run: ingest, executor-1, executor-2, …
known_services() {
  local file
  for file in "$SERVICES_RUN"/ingest.pid "$SERVICES_RUN"/executor-*.pid; do
    [ ! -e "$file" ] || basename "$file" .pid
  done
}

service_pid() {
  process_running "$SERVICES_RUN/$1.pid"
}

service_port() {
  cat "$SERVICES_RUN/$1.port" 2>/dev/null
}

is_ready() {
  http GET "$(service_port "$1")" /q/health/ready && [ "$HTTP_STATUS" = 200 ]
}

# needs_build MODULE: never built, or changed since.
needs_build() {
  local module=$ROOT/$1 jar=$ROOT/$1/target/quarkus-app/quarkus-run.jar
  [ ! -e "$jar" ] || [ -n "$(find "$ROOT/pom.xml" "$ROOT/common/pom.xml" "$ROOT/common/src/main" "$module/pom.xml" "$module/src/main" \
    -newer "$jar" -print -quit)" ]
}

build_if_needed() {
  if ! needs_build ingest-service && ! needs_build executor-service; then return; fi
  need_maven
  say "Building (the first time this fetches the libraries, which takes some minutes; log: ${LOGS#"$ROOT"/}/build.log)"
  local began=$SECONDS
  # Formatting is for those who commit; -DskipTests and not maven.test.skip, because the services' tests need common's test classes.
  (cd "$ROOT" && mvn -B -DskipTests -Dspotless.check.skip=true -pl ingest-service,executor-service -am package) >"$LOGS/build.log" 2>&1 9>&- &
  local maven=$!
  show_progress "$maven"
  wait "$maven" || fail "The build failed. The end of its log:" "$(grep -E '^\[ERROR\]' "$LOGS/build.log" | head -n 20)"
  say "Built in $((SECONDS - began)) s"
}

# After every build, ours or another's. A service without its cache starts too, only later.
train_if_needed() {
  local module app trainings=() training
  for module in ingest-service executor-service; do
    app=$ROOT/$module/target/quarkus-app
    if [ "$app/quarkus-run.jar" -nt "$app/app.aot" ]; then
      "$HERE/aot" "$app" "$ROOT/deploy/jvm/$module.options" >>"$LOGS/build.log" 2>&1 9>&- &
      trainings+=($!)
    fi
  done
  for training in ${trainings[@]+"${trainings[@]}"}; do
    wait "$training" || say "Training a service for quick starts failed (log: ${LOGS#"$ROOT"/}/build.log); it starts more slowly"
  done
}

# One line, rewritten on a terminal; one line per module elsewhere.
show_progress() {
  local module='' shown='' libraries
  while kill -0 "$1" 2>/dev/null; do
    module=$(sed -n 's/^\[INFO\] Building \(Patchline[^[]*[^ [0-9]\).*\[\(.*\)\].*/\1 (\2)/p' "$LOGS/build.log" | tail -n 1)
    if [ -t 1 ]; then
      libraries=$(grep -c '^\(\[INFO\] \)\{0,1\}Downloaded' "$LOGS/build.log" || true)
      printf '\r\033[K  %s, %s files fetched' "${module:-Starting Maven}" "$libraries"
    elif [ "$module" != "$shown" ]; then
      printf '  %s\n' "$module"
      shown=$module
    fi
    sleep 0.5
  done
  [ ! -t 1 ] || printf '\r\033[K'
}

# Writes the broker's addresses, which hold passwords, to files that the services read. On our own node each service has a user of its own.
use_broker() {
  if [ -n "${AMQP_URL:-}" ]; then
    say "Using the broker given by AMQP_URL"
    use_broker_url ingest "$AMQP_URL"
    use_broker_url executor "$AMQP_URL"
  elif [ -n "$(running_services)" ] && ! has_own_broker; then
    say "Using the broker given to the services that run"
  else
    need_rabbitmq
    "$HERE/broker" start "$BROKER" || fail "The private RabbitMQ node did not start; see above."
    import_definitions
    use_broker_url ingest "$(own_broker_url ingest)"
    use_broker_url executor "$(own_broker_url executor)"
  fi
}

# use_broker_url SERVICE URL
use_broker_url() {
  local file=$STATE/$1-broker-url
  [ -z "$(running_services)" ] || [ "$(cat "$file")" = "$2" ] || fail "Services run here with another broker. First: ./patchline down"
  (umask 077 && printf '%s\n' "$2" >"$file")
}

# own_broker_url SERVICE: on the node that we started.
own_broker_url() {
  printf 'amqp://%s:%s@127.0.0.1:%s/%%2F\n' "$1" "$(broker_password "$BROKER" "$1")" "$(broker_fact BROKER_PORT)"
}

# The services' users and what they may do, the queues, and what bounds them.
import_definitions() {
  local credentials=$STATE/console-credentials definitions
  (umask 077 && printf 'Basic %s\n' "$(printf '%s:%s' "$(broker_fact BROKER_USER)" "$(broker_fact BROKER_PASSWORD)" | base64 -w 0)" >"$credentials")
  definitions=$(printf '{"users": [\n' && broker_service_users "$BROKER" && printf '],\n' && broker_definitions)
  http POST "$(broker_fact BROKER_MANAGEMENT_PORT)" /api/definitions "$credentials" "$definitions" || fail "RabbitMQ's console does not answer."
  case $HTTP_STATUS in
    2??) ;;
    *) fail "RabbitMQ did not take the definitions of deploy/rabbitmq: $HTTP_STATUS $HTTP_BODY" ;;
  esac
}

# Whether the services use the node that we started, or one that was given.
has_own_broker() {
  [ -s "$STATE/ingest-broker-url" ] && [ -d "$BROKER" ] && [ "$(cat "$STATE/ingest-broker-url")" = "$(own_broker_url ingest)" ]
}

broker_fact() {
  sed -n "s/^$1=//p" "$BROKER/broker.env" 2>/dev/null
}

running_services() {
  local service
  for service in $(known_services); do
    ! service_pid "$service" >/dev/null || echo "$service"
  done
}

sha256() {
  if command -v sha256sum >/dev/null; then printf %s "$1" | sha256sum; else printf %s "$1" | shasum -a 256; fi | cut -d ' ' -f 1
}

# start_service NAME PORT APP-DIRECTORY JVM-OPTIONS-FILE WORD...: settings, and after them whatever else env shall start java by.
start_service() {
  local name=$1 port=$2 app=$3 java=("$JAVA_HOME/bin/java" "@$4")
  shift 4
  [ ! -e "$app/app.aot" ] || java+=("-XX:AOTCache=$app/app.aot")
  printf '%s\n' "$port" >"$SERVICES_RUN/$name.port"
  # On our own node the queues are imported, and the services' users may not declare any.
  ! has_own_broker || set -- PATCHLINE_BROKER_DECLARE=false "$@"
  # AMQP_URL holds a password; the services get it from the file.
  in_background "$LOGS/start-$name.log" perl "$HERE/logged.pl" "$LOGS/$name.log" "$LOG_BYTES" "$LOGS_KEPT" env -u AMQP_URL -u PATCHLINE_READY_SECONDS -u PATCHLINE_RABBITMQ_SERVER -u PATCHLINE_BROKER_START_SECONDS \
    "PATCHLINE_HTTP_PORT=$port" "$@" "${java[@]}" -jar "$app/quarkus-run.jar"
  process_remember "$SERVICES_RUN/$name.pid" "$BACKGROUND_PID"
}

# Told before anything is built or started.
need_webhook_port() {
  local port=${PATCHLINE_HTTP_PORT:-5555}
  service_pid ingest >/dev/null || ! port_taken "$port" ||
    fail "Port $port is taken by another program (ss -ltnp 'sport = :$port' shows it). Stop it, or use another port: PATCHLINE_HTTP_PORT=5556 ./patchline up"
}

start_ingest() {
  service_pid ingest >/dev/null ||
    start_service ingest "${PATCHLINE_HTTP_PORT:-5555}" "$ROOT/ingest-service/target/quarkus-app" "$ROOT/deploy/jvm/ingest-service.options" \
      "PATCHLINE_BROKER_URL_FILE=$STATE/ingest-broker-url" "PATCHLINE_ACCESS_TOKENS_FILE=$STATE/tokens"
}

await_ready() {
  local service=$1 deadline=$((SECONDS + READY_SECONDS))
  until is_ready "$service"; do
    service_pid "$service" >/dev/null || fail_with_log "$service" "$service ended while it started."
    [ "$SECONDS" -lt "$deadline" ] || fail_with_log "$service" "$service is not ready after $READY_SECONDS s: $(printf '%s' "${HTTP_BODY:-it does not answer}" | tr -s ' \n' ' ')."
    sleep 0.3
  done
}

# What runs is left running: it may become ready yet, and can be looked at.
fail_with_log() {
  fail "$2 The end of its log (${LOGS#"$ROOT"/}/$1.log):" "$([ ! -f "$LOGS/start-$1.log" ] || cat "$LOGS/start-$1.log"; tail -n 15 "$LOGS/$1.log")"
}

# stop_services NAME...: all at once; an executor lets what it runs end first.
stop_services() {
  local service pid stopping=()
  for service; do
    if pid=$(service_pid "$service"); then say "Stopping $service (pid $pid)"; fi
    process_stop "$SERVICES_RUN/$service.pid" 60 &
    stopping+=($!)
  done
  for pid in ${stopping[@]+"${stopping[@]}"}; do wait "$pid"; done
  for service; do rm -f "$SERVICES_RUN/$service.port"; done
}
