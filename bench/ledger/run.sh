#!/usr/bin/env bash
# What claim, ledger and events cost over the bare run of a command. See README.md.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../system-tests.sh
. "$(dirname "${BASH_SOURCE[0]}")/../system-tests.sh"
cd "$ROOT"
rounds=${1:-300} disk=${2:-${TMPDIR:-/tmp}}
app=executor-service/target/quarkus-app
need_jdk
need_bubblewrap
need_rabbitmq
build_system_tests
broker=$(mktemp -d)
trap 'deploy/local/broker stop "$broker" --now; rm -rf "$broker"' EXIT
deploy/local/broker start "$broker" --for $$
url=$(sed -n 's/^AMQP_URL=//p' "$broker/broker.env")
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(uname -r), $disk on $(stat -f -c %T "$disk"), Java $(java_version "$JAVA_HOME")"
echo
"$JAVA_HOME/bin/java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "executor-service/target/test-classes:executor-service/target/classes:common/target/classes:$app/lib/main/*:$app/lib/boot/*" \
  io.patchline.executor.bench.LedgerBench "$url" "$rounds" "$disk" /dev/shm
