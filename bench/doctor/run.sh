#!/usr/bin/env bash
# The doctor before real services whose links are broken one after the other: see README.md.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../system-tests.sh
. "$(dirname "${BASH_SOURCE[0]}")/../system-tests.sh"
cd "$ROOT"
choose_broker "${1:-local}"
need_jdk
need_maven
need_bubblewrap
mvn -B -q verify -pl system-tests -am -Dtest=None -Dit.test=DoctorDrill -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false "${@:2}"
say "Each broken link was named, and nothing else; there was no false alarm."
