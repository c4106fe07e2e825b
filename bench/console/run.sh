#!/usr/bin/env bash
# Judges the console in a real Chromium, against real services and a real broker:
#
#   bench/console/run.sh [CHECK…]     all checks, or those that are named: pages modules header glance journey acts review keyboard keyacts hostile cut replica output many
#
# Needs node with npm, git, and Debian's chromium (CHROMIUM names another). Where ./patchline up does not run it starts it on PATCHLINE_HTTP_PORT (5670), on a repository of its own whose deploy/ asks
# for reviews, and stops what it has started. Screenshots go to docs/console/.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
WORK=${CONSOLE_WORK:-/tmp/patchline-bench-console}
export PATCHLINE_HTTP_PORT=${PATCHLINE_HTTP_PORT:-5670}

mkdir -p "$WORK"
cp "$HERE/package.json" "$WORK/"
[ -d "$WORK/node_modules/playwright-core" ] || (cd "$WORK" && npm install --no-audit --no-fund)

# make_repository: a bare repository that executors can work on, with a directory whose patches wait for a review.
make_repository() {
  local bare=$WORK/repository.git files=$WORK/files
  rm -rf "$bare" "$files"
  git init -q -b main "$files"
  mkdir "$files/deploy"
  echo 'replicas: 1' >"$files/deploy/site.yaml"
  git -C "$files" add deploy
  git -C "$files" -c user.name=console -c user.email=console@example.org commit -q -m 'The site'
  git clone -q --bare "$files" "$bare"
  [ "$(id -u)" != 0 ] || chown -R 61000:61000 "$bare"
}

started=''
if ! "$ROOT/patchline" status >/dev/null 2>&1; then
  started=yes
  make_repository
  PATCHLINE_GIT_DEFAULT_REVIEW='deploy/**' "$ROOT/patchline" up --executors 1 --repository "$WORK/repository.git"
fi
status=0
NODE_MODULES=$WORK/node_modules ROOT=$ROOT node "$HERE/run.mjs" "$@" || status=$?
[ -z "$started" ] || "$ROOT/patchline" down
exit "$status"
