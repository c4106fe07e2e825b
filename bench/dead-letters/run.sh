#!/usr/bin/env bash
# Dead letters at scale, on a broker of its own: see README.md.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../system-tests.sh
. "$(dirname "${BASH_SOURCE[0]}")/../system-tests.sh"
cd "$ROOT"
choose_broker "${1:-local}"
need_jdk
need_maven
need_bubblewrap
export BROKER_PLUGINS=rabbitmq_shovel,rabbitmq_shovel_management
report=$(mktemp)
trap 'rm -f "$report"' EXIT
mvn -B -q verify -pl system-tests -am -Dtest=None -Dit.test=DeadLettersScale -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false \
  -Dpatchline.report="$report" "${@:2}" ||
  { cat "$report"; exit 1; }
cat "$report"
