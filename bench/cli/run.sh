#!/usr/bin/env bash
# run.sh [ROUNDS]: what `patchline get ID` takes from its start to its end, beside commands that people compare it with. Needs ./patchline up. Run it on a quiet machine.
set -euo pipefail
ROOT=$(cd "$(dirname "$0")/../.." && pwd)
ROUNDS=${1:-20}
OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT
PATCHLINE=$ROOT/patchline
id=$("$PATCHLINE" submit --command 'echo measured' --wait 30s -o json | sed -n 's/.*"id" *: *"\([^"]*\)".*/\1/p' | head -n 1)
url=$("$PATCHLINE" status | sed -n 's/^ingest .*\(http:[^ ]*\)$/\1/p')
export PATCHLINE_JAR=$ROOT/cli/target/patchline.jar PATCHLINE_URL=$url PATCHLINE_TOKEN_FILE=$ROOT/.patchline/token

# measure NAME COMMAND...: medians, after one run that nobody counts
measure() {
  local name=$1 round
  shift
  "$@" >/dev/null 2>&1 || { echo "$name: not here" && return; }
  for ((round = 0; round < ROUNDS; round++)); do
    command time -a -o "$OUT/$name" -f '%e %U %S %M' "$@" >/dev/null 2>&1
  done
  for column in 1 2 3 4; do
    cut -d ' ' -f "$column" "$OUT/$name" | sort -n | sed -n "$(((ROUNDS + 1) / 2))p"
  done | xargs printf "%-34s %5.2f s wall  %5.2f s user  %5.2f s system  %6.0f KB\n" "$name"
}

uptime
measure 'patchline get ID' "$ROOT/deploy/cli/patchline" get "$id"
measure 'patchline list' "$ROOT/deploy/cli/patchline" list
measure 'patchline help' "$ROOT/deploy/cli/patchline" help
measure 'curl' curl -fsS -H "Authorization: Bearer $(cat "$PATCHLINE_TOKEN_FILE")" "$url/v1/patches/$id"
measure 'java -Xshare:auto -version' "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xshare:auto -version
measure 'gh --version' gh --version
measure 'kubectl version --client' kubectl version --client
measure 'python3 urllib' python3 -c 'import json, urllib.request, os; print(json.load(urllib.request.urlopen(urllib.request.Request(os.environ["PATCHLINE_URL"] + "/v1/patches?limit=1", headers={"Authorization": "Bearer " + open(os.environ["PATCHLINE_TOKEN_FILE"]).read().strip()}))))'
