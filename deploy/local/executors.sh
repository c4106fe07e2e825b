# shellcheck shell=bash
# Sourced. Whom executors run as, and where: never as root where another user can do it, because they carry strangers' commands out.

# A number that no distribution gives away.
UNPRIVILEGED=61000

# Where the workspace and the executors' state are: somewhere through which that user can pass; not in /root, for instance.
executors_home() {
  if [ "$(id -u)" != 0 ] || setpriv --reuid $UNPRIVILEGED --regid $UNPRIVILEGED --clear-groups test -x "$STATE"; then
    printf %s "$STATE"
  else
    printf '/var/lib/patchline/%s' "$(sha256 "$ROOT" | cut -c 1-12)"
  fi
}

# start_executor NUMBER
start_executor() {
  local name=executor-$1 home workspace state where=() as=() app=$ROOT/executor-service/target/quarkus-app options=$ROOT/deploy/jvm/executor-service.options
  local secret=$STATE/executor-broker-url
  service_pid "$name" >/dev/null && return
  home=$(executors_home)
  workspace=${PATCHLINE_WORKSPACE:-$home/workspace} state=${PATCHLINE_STATE:-$home/state}
  where=("PATCHLINE_WORKSPACE=$workspace")
  if [ -n "${REPOSITORY:-}" ]; then
    state=${PATCHLINE_STATE:-$home/repository-state} workspace=$state
    (umask 077 && mkdir -p "$state")
    [ "$(id -u)" != 0 ] || chown "$(executor_owner):$(executor_owner)" "$state"
    where=("PATCHLINE_GIT_DEFAULT_URL=$REPOSITORY" "PATCHLINE_GIT_DEFAULT_BRANCH=$BRANCH")
  elif [ "$home" != "$STATE" ]; then
    say "Executors run as another user, who cannot pass through to ${ROOT}: their workspace is $workspace"
  fi
  if [ "$(id -u)" = 0 ]; then give_up_root; fi
  start_service "$name" "$(free_port "$(service_port "$name")" $((5052 + $1)))" "$app" "$options" "PATCHLINE_BROKER_URL_FILE=$secret" \
    "PATCHLINE_EXECUTOR_NAME=$name" "${where[@]}" "PATCHLINE_STATE=$state" ${as[@]+"${as[@]}"}
}

# Of start_executor, whose variables it sets: the executor shall run as the owner of its workspace.
give_up_root() {
  local owner reason=''
  mkdir -p "$workspace" "$state"
  adopt_workspace "$workspace"
  owner=$(stat -c %u "$workspace")
  as=(setpriv "--reuid=$owner" "--regid=$(stat -c %g "$workspace")" --clear-groups --inh-caps=-all --no-new-privs)
  case ${PATCHLINE_SANDBOX:-} in container) reason="the sandbox tier container needs it" ;; esac
  [ -z "${PATCHLINE_SANDBOX_CGROUP:-}" ] || reason="PATCHLINE_SANDBOX_CGROUP is root's to divide"
  # shellcheck disable=SC2016 # for the other shell
  "${as[@]}" sh -c 'test -x "$1/bin/java" && test -r "$1/lib/modules"' sh "$JAVA_HOME" || reason="user $owner cannot use the JDK in $JAVA_HOME"
  if [ -n "$reason" ]; then
    say "Executors run as root ($reason), and their commands as user $owner"
    as=()
    return
  fi
  # What an executor that was root has left.
  case $(stat -c %u "$state") in 0 | "$UNPRIVILEGED") chown -Rh "$owner:$(stat -c %g "$workspace")" "$state" ;; esac
  if ! "${as[@]}" test -r "$app/quarkus-run.jar"; then copy_executor "$home/executor"; fi
  secret=$home/executor-secret
  (umask 077 && cat "$STATE/executor-broker-url" >"$secret.new") && chown "$owner" "$secret.new" && chmod 400 "$secret.new" && mv -f "$secret.new" "$secret"
  as=(env "HOME=$home" "${as[@]}")
}

# A new one is nobody's yet; whom another belongs to is for a person to decide.
adopt_workspace() {
  [ "$(stat -c %u "$1")" = 0 ] || return 0
  [ -z "$(ls -A "$1")" ] ||
    fail "The workspace $1 belongs to root, and executors are not root here. Give it to a user: chown -R $UNPRIVILEGED:$UNPRIVILEGED $1"
  chown $UNPRIVILEGED:$UNPRIVILEGED "$1"
}

# copy_executor DIRECTORY: what cannot be read where it was built, with a cache of its own for quick starts.
copy_executor() {
  if [ "$app/quarkus-run.jar" -nt "$1/app/quarkus-run.jar" ]; then
    rm -rf "$1"
    mkdir -p "$1"
    cp -R "$app" "$1/app"
    rm -f "$1/app/app.aot"
    cp "$options" "$1/jvm.options"
    chmod -R go=rX "$1"
    "$HERE/aot" "$1/app" "$1/jvm.options" >>"$LOGS/build.log" 2>&1 9>&- || say "Training the executor for quick starts failed (log: ${LOGS#"$ROOT"/}/build.log); it starts more slowly"
    chmod -R go=rX "$1"
  fi
  app=$1/app options=$1/jvm.options
}
