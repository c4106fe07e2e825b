#!/usr/bin/env bash
# What claim, ledger and events cost over the bare run of a command. See README.md.
#   bench/ledger/run.sh [ROUNDS] [DIRECTORY]
#   bench/ledger/run.sh --baseline COMMIT [ROUNDS] [DIRECTORY]      only the ledger of one run, beside that of another commit in the same turns
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../system-tests.sh
. "$(dirname "${BASH_SOURCE[0]}")/../system-tests.sh"
cd "$ROOT"
baseline=
if [ "${1:-}" = --baseline ]; then
  baseline=$(git rev-parse --short=12 "${2:?a commit}^{commit}")
  shift 2
fi
rounds=${1:-300} disk=${2:-${TMPDIR:-/tmp}}
app=executor-service/target/quarkus-app
need_jdk
[ -n "$baseline" ] || need_bubblewrap
[ -n "$baseline" ] || need_rabbitmq
build_system_tests
classes=executor-service/target/test-classes:executor-service/target/classes:common/target/classes
libraries=$(printf '%s:' "$app"/lib/main/*.jar "$app"/lib/boot/*.jar)
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(uname -r), $disk on $(stat -f -c %T "$disk"), Java $(java_version "$JAVA_HOME")"
echo
if [ -n "$baseline" ]; then
  other=$(mktemp -d)
  trap 'rm -rf "$other"' EXIT
  git archive "$baseline" common/src/main executor-service/src/main | tar -x -C "$other"
  find "$other" -name '*.java' >"$other/sources"
  echo executor-service/src/test/java/io/patchline/executor/bench/LedgerRun.java >>"$other/sources"
  "$JAVA_HOME/bin/javac" -nowarn -proc:none -parameters -d "$other/classes" -cp "$libraries" "@$other/sources" 2>"$other/log" ||
    fail "The ledger of $baseline cannot be compiled, or knows none of this build's calls:" "$(head -n 20 "$other/log")"
  "$JAVA_HOME/bin/java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$classes:$libraries" \
    io.patchline.executor.bench.LedgerComparison "$rounds" "$disk" /dev/shm "$other/classes" "$baseline"
  exit
fi
broker=$(mktemp -d)
trap 'deploy/local/broker stop "$broker" --now; rm -rf "$broker"' EXIT
deploy/local/broker start "$broker" --for $$
url=$(sed -n 's/^AMQP_URL=//p' "$broker/broker.env")
"$JAVA_HOME/bin/java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$classes:$libraries" \
  io.patchline.executor.bench.LedgerBench "$url" "$rounds" "$disk" /dev/shm
