#!/usr/bin/env bash
# Dead letters at scale, on a broker of its own: see README.md. The services must be built: mvn -DskipITs -DskipTests install
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATCHLINE_TEST_BROKER=${1:-local} BROKER_PLUGINS=rabbitmq_shovel,rabbitmq_shovel_management
report=$(mktemp)
trap 'rm -f "$report"' EXIT
mvn -B -o -q verify -pl system-tests -Dtest=None -Dit.test=DeadLettersScale -Dsurefire.failIfNoSpecifiedTests=false -Dpatchline.report="$report" "${@:2}" ||
  { cat "$report"; exit 1; }
cat "$report"
