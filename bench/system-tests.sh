# shellcheck shell=bash
# Sourced. Builds the services and the system tests, and runs a program that is among these.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
STATE=$ROOT/.patchline
LOGS=$STATE/logs

say() {
  printf '%s\n' "$*"
}

fail() {
  printf '%s\n' "$@" >&2
  exit 2
}

# shellcheck source-path=SCRIPTDIR source=../deploy/local/process.sh
. "$ROOT/deploy/local/process.sh"
# shellcheck source-path=SCRIPTDIR source=../deploy/local/prerequisites.sh
. "$ROOT/deploy/local/prerequisites.sh"

# choose_broker local|docker|AMQP-URL
choose_broker() {
  case $1 in
    local)
      need_rabbitmq
      export PATCHLINE_TEST_BROKER=local
      ;;
    docker) export PATCHLINE_TEST_BROKER=docker TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1 ;;
    amqp://* | amqps://*) export PATCHLINE_TEST_BROKER=url PATCHLINE_TEST_AMQP_URL=$1 ;;
    *) fail "The broker is local, docker, or an amqp:// URL, but not $1" ;;
  esac
}

# Everything, unless it is built and nothing has changed since.
build_system_tests() {
  local built=$ROOT/system-tests/target/classpath
  if [ -s "$built" ] && [ -z "$(find "$ROOT"/pom.xml "$ROOT"/*/pom.xml "$ROOT"/*/src -newer "$built" -print -quit)" ]; then return; fi
  need_maven
  say "Building (log: .patchline/logs/build.log)"
  mkdir -p "$LOGS"
  (cd "$ROOT" && mvn -B -DskipTests -DskipITs -Dspotless.check.skip=true package org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
    -Dmdep.outputFile=target/classpath -Dmdep.includeScope=test) >"$LOGS/build.log" 2>&1 ||
    fail "The build failed. The end of its log:" "$(grep -E '^\[ERROR\]' "$LOGS/build.log" | head -n 20)"
  touch "$built" # The plugin leaves alone what would not change.
}

# run_system_test CLASS ARGUMENT...
run_system_test() {
  need_jdk
  need_bubblewrap
  build_system_tests
  exec "$JAVA_HOME/bin/java" -Xmx512m "-Dpatchline.root=$ROOT" -Djava.util.logging.manager=org.jboss.logmanager.LogManager -Dslf4j.internal.verbosity=WARN -Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider \
    -cp "$ROOT/system-tests/target/test-classes:$(cat "$ROOT/system-tests/target/classpath")" "$@"
}
