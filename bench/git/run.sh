#!/usr/bin/env bash
# What a git workspace costs over a directory workspace. See README.md.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../system-tests.sh
. "$(dirname "${BASH_SOURCE[0]}")/../system-tests.sh"
cd "$ROOT"
rounds=${1:-100} disk=${2:-${TMPDIR:-/tmp}}
app=executor-service/target/quarkus-app
need_jdk
build_system_tests
ground=$(mktemp -d "$disk/patchline-git-bench-XXXXXX")
trap 'rm -rf "$ground"' EXIT
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(uname -r), $disk on $(stat -f -c %T "$disk"), Java $(java_version "$JAVA_HOME"), $(git --version)"
echo
"$JAVA_HOME/bin/java" -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "executor-service/target/test-classes:executor-service/target/classes:common/target/classes:$app/lib/main/*:$app/lib/boot/*" \
  io.patchline.executor.bench.GitBench "$rounds" "$ground/bench"
