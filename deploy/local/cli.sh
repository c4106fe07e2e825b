# shellcheck shell=bash
# Sourced. The command patchline for this clone: built when it is needed, and pointed at the services of ./patchline up unless the environment or an option says otherwise.

CLI_JAR=$ROOT/cli/target/patchline.jar

need_cli() {
  need_jdk
  if [ ! -e "$CLI_JAR" ] || [ -n "$(find "$ROOT/pom.xml" "$ROOT/cli/pom.xml" "$ROOT/cli/src/main" -newer "$CLI_JAR" -print -quit)" ]; then
    need_maven
    mkdir -p "$LOGS"
    printf 'Building the command line (log: .patchline/logs/build.log)\n' >&2
    (cd "$ROOT" && mvn -B -DskipTests -Dspotless.check.skip=true -pl cli package) >>"$LOGS/build.log" 2>&1 9>&- ||
      fail "The build failed. The end of its log:" "$(grep -E '^\[ERROR\]' "$LOGS/build.log" | tail -n 20)"
  fi
  if [ "$CLI_JAR" -nt "${CLI_JAR%.jar}.aot" ] && [ "$CLI_JAR" -nt "${CLI_JAR%.jar}.jsa" ]; then
    "$ROOT/deploy/cli/cache" "$CLI_JAR" >>"$LOGS/build.log" 2>&1 || true # it then starts more slowly
  fi
}

# cli ARGUMENT...
cli() {
  local port
  port=$(service_port ingest || true)
  PATCHLINE_JAR=$CLI_JAR PATCHLINE_TOKENS_FILE=${PATCHLINE_TOKENS_FILE:-$STATE/tokens} PATCHLINE_LOCAL_URL=http://127.0.0.1:${port:-${PATCHLINE_HTTP_PORT:-5555}} \
    PATCHLINE_LOCAL_TOKEN_FILE=$([ ! -r "$STATE/token" ] || printf %s "$STATE/token") "$ROOT/deploy/cli/patchline" "$@"
}

# The token of ./patchline up, with every scope, in a file of its own for those who may read it.
make_token() {
  (umask 077 && cli token ensure --name local --token-file "$STATE/token" --file "$STATE/tokens")
}

# One patch through all of it. Who stands before it in its lane queue is waited for.
prove_chain() {
  cli prove --url "http://127.0.0.1:$(service_port ingest)" --token-file "$STATE/token" --timeout 5m || fail "The chain is not proven; see above. ./patchline doctor looks at each link."
}
