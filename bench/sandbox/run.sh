#!/bin/bash
# What a command costs in the sandbox, against C. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-500} commands=${2:-2000}
classes=executor-service/target/classes:common/target/classes
[ -d executor-service/target/classes ] || { echo "build first: mvn -pl common,executor-service compile" >&2; exit 1; }
logging=$(find ~/.m2/repository/org/jboss/logging/jboss-logging -name 'jboss-logging-*.jar' | sort -V | tail -1)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
[ "${version:-0}" -ge 21 ] || { echo "needs Java 21 or newer, not $("$java" -version 2>&1 | head -1): set JAVA_HOME" >&2; exit 1; }
spawn=-
if command -v gcc >/dev/null; then
  spawn=$(mktemp)
  trap 'rm -f "$spawn"' EXIT
  gcc -O2 -Wall -o "$spawn" bench/sandbox/spawn.c
fi
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(uname -r), $(bwrap --version), uid $(id -u), Java $("$java" -version 2>&1 | head -1 | cut -d'"' -f2)"
echo
"$java" -cp "$classes:$logging" bench/sandbox/SandboxBench.java "$spawn" "$rounds" "$commands"
