#!/usr/bin/env bash
# What a run costs in a git workspace over the same in a directory, in turns in one run, with a local bare repository.
#
#   bench/git/run.sh [--rounds N] [--files 5000,50000] [--commits 10,5000]
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../system-tests.sh
. "$(dirname "${BASH_SOURCE[0]}")/../system-tests.sh"
cd "$ROOT"

usage() {
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 2
}

rounds=40 files=5000,50000 commits=10,5000
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=${2:?} ;;
    --files) files=${2:?} ;;
    --commits) commits=${2:?} ;;
    *) usage ;;
  esac
  shift 2
done
need_jdk
build_system_tests
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(uname -r), $(git --version), $(findmnt -no FSTYPE -T "${TMPDIR:-/tmp}")"
echo
exec "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "executor-service/target/test-classes:executor-service/target/classes:common/target/classes:$(cat system-tests/target/classpath)" \
  io.patchline.executor.bench.GitBench "$rounds" "$files" "$commits"
