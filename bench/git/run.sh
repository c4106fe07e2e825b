#!/usr/bin/env bash
# What a run costs in a git workspace over the same in a directory, in turns in one run, with a local bare repository.
#
#   bench/git/run.sh [--rounds N] [--files 5000,50000] [--commits 10,5000] [--sandbox sandbox|none]
#
# As an executor has them, with sandboxes: a directory's waits for its command, a run in a git workspace launches its own. Started by root it runs as another user, as executors do.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../system-tests.sh
. "$(dirname "${BASH_SOURCE[0]}")/../system-tests.sh"
cd "$ROOT"

usage() {
  sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 2
}

rounds=40 files=5000,50000 commits=10,5000 sandbox=sandbox
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=${2:?} ;;
    --files) files=${2:?} ;;
    --commits) commits=${2:?} ;;
    --sandbox) sandbox=${2:?} ;;
    *) usage ;;
  esac
  shift 2
done
need_jdk
build_system_tests
echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), $(uname -r), $(git --version), $(findmnt -no FSTYPE -T "${TMPDIR:-/tmp}")"
echo

classpath="executor-service/target/test-classes:executor-service/target/classes:common/target/classes:$(cat system-tests/target/classpath)"
as=()
if [ "$(id -u)" = 0 ]; then
  # That user may not be let into where Maven keeps its libraries.
  home=$(mktemp -d)
  trap 'rm -rf "$home"' EXIT
  number=0 copied=""
  IFS=: read -ra entries <<<"$classpath"
  for entry in "${entries[@]}"; do
    number=$((number + 1))
    copy="$home/$number-$(basename "$entry")"
    cp -r "$entry" "$copy"
    copied="$copied${copied:+:}$copy"
  done
  chown -R 61000:61000 "$home"
  classpath=$copied
  as=(setpriv --reuid=61000 --regid=61000 --clear-groups env "HOME=$home" "TMPDIR=$home")
  cd "$home"
fi
"${as[@]}" "$JAVA_HOME/bin/java" -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED "-Djava.io.tmpdir=${home:-${TMPDIR:-/tmp}}" \
  -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$classpath" io.patchline.executor.bench.GitBench "$rounds" "$files" "$commits" "$sandbox"
