#!/usr/bin/env bash
# Judges the console in a real Chromium, against real services and a real broker:
#
#   bench/console/run.sh [CHECK…]     all checks, or those that are named: modules pages glance acts review keyboard keyacts hostile cut replica output many
#
# Needs node with npm, and Debian's chromium (CHROMIUM names another). Starts ./patchline up on PATCHLINE_HTTP_PORT (5670) where it does not run, and stops
# what it has started. Screenshots go to docs/console/.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
WORK=${CONSOLE_WORK:-/tmp/patchline-bench-console}
export PATCHLINE_HTTP_PORT=${PATCHLINE_HTTP_PORT:-5670}

mkdir -p "$WORK"
cp "$HERE/package.json" "$WORK/"
[ -d "$WORK/node_modules/playwright-core" ] || (cd "$WORK" && npm install --no-audit --no-fund)

started=''
if ! "$ROOT/patchline" status >/dev/null 2>&1; then
  started=yes
  "$ROOT/patchline" up --executors 1
fi
status=0
NODE_MODULES=$WORK/node_modules ROOT=$ROOT node "$HERE/run.mjs" "$@" || status=$?
[ -z "$started" ] || "$ROOT/patchline" down
exit "$status"
