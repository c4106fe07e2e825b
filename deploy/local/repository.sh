# shellcheck shell=bash
# Sourced. A branch of a git repository as the executors' workspace: ./patchline up --repository.

REPOSITORY='' BRANCH=''

# use_repository PATH-OR-URL BRANCH: looks whether executors can work on that branch, and says what is to be done where they cannot.
use_repository() {
  command -v git >/dev/null || install git "git"
  REPOSITORY=$1 BRANCH=$2
  if [ -d "$1" ]; then use_local_repository; fi
  local heads
  heads=$(GIT_TERMINAL_PROMPT=0 as_executor git ls-remote --heads "$REPOSITORY" 2>&1) ||
    fail "git cannot read $REPOSITORY: $(grep -m 1 '^fatal' <<<"$heads" || tail -n 1 <<<"$heads")" \
      "A path of a repository, or a URL that needs no password; for keys and tokens see docs/git.md."
  # shellcheck disable=SC2001 # each line of several
  grep -q "refs/heads/$BRANCH\$" <<<"$heads" || fail "$REPOSITORY has no branch $BRANCH. It has: $(sed 's|.*refs/heads/||' <<<"$heads" | head -n 10 | xargs)" \
    "Name one with --branch; where there is none at all, make the first commit."
}

use_local_repository() {
  local git_directory
  REPOSITORY=$(cd "$REPOSITORY" && pwd -P)
  if [ "$(id -u)" = 0 ] && ! as_executor test -w "$REPOSITORY"; then
    fail "Executors run as user $(executor_owner), who cannot write to $REPOSITORY. Give them a repository of their own:" \
      "  git clone --bare $REPOSITORY /srv/$(basename "$REPOSITORY" .git).git && chown -R $UNPRIVILEGED:$UNPRIVILEGED /srv/$(basename "$REPOSITORY" .git).git" \
      "  ./patchline up --repository /srv/$(basename "$REPOSITORY" .git).git --branch $BRANCH" \
      "or run ./patchline as the owner of $REPOSITORY."
  fi
  git_directory=$(as_executor git -C "$REPOSITORY" rev-parse --git-dir 2>&1) || fail "$REPOSITORY is no git repository: $(grep -m 1 '^fatal' <<<"$git_directory")" \
    "Make one of it: git -C $REPOSITORY init -b $BRANCH, and commit what is there."
  refuse_checked_out
}

# git refuses a push to the branch that is checked out where it goes, and rightly: the files there would not be those of the commit.
refuse_checked_out() {
  [ "$(as_executor git -C "$REPOSITORY" rev-parse --is-bare-repository)" = false ] || return 0
  [ "$(as_executor git -C "$REPOSITORY" symbolic-ref --quiet HEAD)" = "refs/heads/$BRANCH" ] || return 0
  case $(as_executor git -C "$REPOSITORY" config receive.denyCurrentBranch || true) in updateInstead | ignore | warn) return 0 ;; esac
  fail "$BRANCH is checked out in $REPOSITORY, and git refuses a push to it. There are two ways out:" \
    "  git -C $REPOSITORY config receive.denyCurrentBranch updateInstead    a push updates the files there, too, as long as nothing is changed in them" \
    "  git -C $REPOSITORY branch patchline $BRANCH                          and then ./patchline up --repository $REPOSITORY --branch patchline"
}

# A line for who wants to see what patches did, where the repository is on this machine; git wants to be told that it may look into somebody else's.
what_patches_did() {
  [ -d "$REPOSITORY" ] || return 0
  local trust=''
  [ -O "$REPOSITORY" ] || trust="-c safe.directory=$REPOSITORY "
  printf '\n  git %s-C %s log --stat %s   (what patches did)' "$trust" "$REPOSITORY" "$BRANCH"
}

# Whom executors run as: the owner of a local repository, never root.
executor_owner() {
  local owner=$UNPRIVILEGED
  [ ! -d "$REPOSITORY" ] || owner=$(stat -c %u "$REPOSITORY")
  [ "$owner" != 0 ] || owner=$UNPRIVILEGED
  printf %s "$owner"
}

# as_executor COMMAND...: as the user who executors run as.
as_executor() {
  if [ "$(id -u)" != 0 ]; then
    "$@"
    return
  fi
  local owner
  owner=$(executor_owner)
  setpriv "--reuid=$owner" "--regid=$owner" --clear-groups env HOME=/nonexistent "$@"
}

# What executors run with by now, and what they are asked to: one cannot be changed under them.
remember_repository() {
  local file=$SERVICES_RUN/repository wanted="$REPOSITORY $BRANCH"
  [ -n "$REPOSITORY" ] || wanted=''
  if running_services | grep -q '^executor-'; then
    [ -z "$REPOSITORY" ] || [ "$(cat "$file" 2>/dev/null)" = "$wanted" ] || fail "Executors run here with another workspace. First: ./patchline down"
    read -r REPOSITORY BRANCH <"$file" || true
    return
  fi
  printf '%s\n' "$wanted" >"$file"
}
