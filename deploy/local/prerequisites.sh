# shellcheck shell=bash
# Sourced. What Patchline needs from the machine: found, or installed from Debian's packages, or said in so many words.

LEAST_JAVA=25

can_install() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
}

# Packages start their daemons when they are installed; a system-wide broker would take the usual ports.
without_starting_daemons() (
  policy=/usr/sbin/policy-rc.d kept=/usr/sbin/policy-rc.d.before-patchline
  # shellcheck disable=SC2317 # called by the trap
  restore() {
    rm -f "$policy"
    [ ! -e "$kept" ] || mv "$kept" "$policy"
  }
  # An earlier installation that was killed has left it: that one is the original.
  [ -e "$kept" ] || [ ! -e "$policy" ] || mv "$policy" "$kept"
  trap restore EXIT
  trap 'exit 130' INT TERM HUP
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  "$@"
)

apt_get() {
  DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" >>"$LOGS/apt.log" 2>&1
}

# install PACKAGE WHAT-FOR
install() {
  can_install || fail "$2 is missing. Install it and try again: sudo apt-get install $1 (elsewhere: the package of that name)"
  say "Installing $1 from this system's packages (log: ${LOGS#"$ROOT"/}/apt.log)"
  mkdir -p "$LOGS"
  apt-cache show "$1" >/dev/null 2>&1 || apt_get update || fail "apt-get update failed; the end of its log: $(tail -n 3 "$LOGS/apt.log")"
  without_starting_daemons apt_get install --no-install-recommends "$1" ||
    fail "apt-get install $1 failed; the end of its log: $(tail -n 5 "$LOGS/apt.log")"
}

# The major version of the JDK in a directory; nothing for a bare JRE.
java_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  "$1/bin/java" -version 2>&1 | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p'
}

find_jdk() {
  local candidate version from_path
  from_path=$(command -v javac 2>/dev/null) && from_path=$(dirname "$(dirname "$(readlink -f "$from_path")")")
  for candidate in "${JAVA_HOME:-}" "$from_path" /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && version=$(java_version "$candidate") && [ "${version:-0}" -ge "$LEAST_JAVA" ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return
    fi
  done
  return 1
}

need_jdk() {
  find_jdk && return
  if can_install; then
    mkdir -p "$LOGS"
    apt_get update || true
    if [ -n "$(apt-cache madison "openjdk-$LEAST_JAVA-jdk-headless" 2>/dev/null)" ]; then
      install "openjdk-$LEAST_JAVA-jdk-headless" "A JDK"
      find_jdk && return
    fi
  fi
  fail "No JDK $LEAST_JAVA or newer is here (looked in JAVA_HOME, PATH and /usr/lib/jvm). Install one, for instance the package" \
    "openjdk-$LEAST_JAVA-jdk-headless or Temurin from adoptium.net, and set JAVA_HOME if it is not under /usr/lib/jvm."
}

need_maven() {
  command -v mvn >/dev/null || install maven "Maven"
}

need_rabbitmq() {
  [ ! -x /usr/lib/rabbitmq/bin/rabbitmq-server ] && [ -z "${PATCHLINE_RABBITMQ_SERVER:-}" ] || return 0
  if ls /opt/rabbitmq/sbin/rabbitmq-server /opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server >/dev/null 2>&1; then return 0; fi
  install rabbitmq-server "RabbitMQ"
  # Installed for private nodes only: the next start of the machine must not bring a system-wide one either.
  if command -v systemctl >/dev/null; then
    systemctl disable rabbitmq-server.service epmd.service epmd.socket >>"$LOGS/apt.log" 2>&1 || true
  fi
}

need_bubblewrap() {
  command -v bwrap >/dev/null || install bubblewrap "bubblewrap, which the executors shut commands in with,"
}
