#!/bin/bash
# What claim, ledger and events cost over the bare run of a command. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-300} disk=${2:-${TMPDIR:-/tmp}}
app=executor-service/target/quarkus-app
[ -d "$app/lib" ] || { echo "build first: mvn -DskipTests -DskipITs package" >&2; exit 1; }
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
[ "${version:-0}" -ge 21 ] || { echo "needs Java 21 or newer: set JAVA_HOME" >&2; exit 1; }
broker=$(mktemp -d)
trap 'deploy/local/broker stop "$broker" --now; rm -rf "$broker"' EXIT
deploy/local/broker start "$broker" --for $$
url=$(sed -n 's/^AMQP_URL=//p' "$broker/broker.env")
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(uname -r), $disk on $(stat -f -c %T "$disk"), Java $version"
echo
"$java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "executor-service/target/classes:common/target/classes:$app/lib/main/*:$app/lib/boot/*" \
  bench/ledger/LedgerBench.java "$url" "$rounds" "$disk" /dev/shm
