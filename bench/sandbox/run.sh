#!/usr/bin/env bash
# What a command costs in the sandbox, against C. See README.md.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../system-tests.sh
. "$(dirname "${BASH_SOURCE[0]}")/../system-tests.sh"
cd "$ROOT"
rounds=${1:-500} commands=${2:-2000}
need_jdk
need_bubblewrap
build_system_tests
classes=executor-service/target/test-classes:executor-service/target/classes:common/target/classes
logging=$(find ~/.m2/repository/org/jboss/logging/jboss-logging -name 'jboss-logging-*.jar' | sort -V | tail -1)
spawn=-
if command -v gcc >/dev/null; then
  spawn=$(mktemp)
  trap 'rm -f "$spawn"' EXIT
  gcc -O2 -Wall -o "$spawn" bench/sandbox/spawn.c
fi
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(uname -r), $(bwrap --version), uid $(id -u), Java $("$JAVA_HOME/bin/java" -version 2>&1 | head -1 | cut -d'"' -f2)"
echo
java() { "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$classes:$logging" "$@"; }
java io.patchline.executor.bench.SandboxBench "$spawn" "$rounds" "$commands"
echo
java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 io.patchline.executor.bench.SpawnBench "$rounds"
