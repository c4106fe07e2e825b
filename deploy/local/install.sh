# shellcheck shell=bash
# Sourced, with ROOT. The services as a Debian package would lay them out, under DESTDIR. Settings that are there are kept.

# install_completions SHARE: what bash, zsh and fish read by themselves, and the manual page.
install_completions() {
  command install -d "$1/bash-completion/completions" "$1/fish/vendor_completions.d" "$1/man/man1"
  cli completion bash >"$1/bash-completion/completions/patchline"
  cli completion fish >"$1/fish/vendor_completions.d/patchline.fish"
  cli man >"$1/man/man1/patchline.1"
}

install_all() {
  local root=${DESTDIR:-} service name
  [ -n "$root" ] || [ "$(id -u)" = 0 ] || fail "./patchline install writes to /usr and /etc: run it as root, or set DESTDIR to a directory of yours."
  make_state
  need_jdk
  build_if_needed
  need_cli
  command install -D -m 644 "$CLI_JAR" "$root/usr/lib/patchline/cli/patchline.jar"
  command install -D -m 755 "$ROOT/deploy/cli/patchline" "$root/usr/bin/patchline"
  install_completions "$root/usr/share"
  for service in ingest executor; do
    rm -rf "$root/usr/lib/patchline/$service"
    command install -d "$root/usr/lib/patchline/$service"
    # shellcheck disable=SC2153 # ROOT is the caller's
    cp -R "$ROOT/$service-service/target/quarkus-app/." "$root/usr/lib/patchline/$service"
    command install -m 644 "$ROOT/deploy/jvm/$service-service.options" "$root/usr/lib/patchline/$service/jvm.options"
    # A cache of classes is of the place where it was made.
    find "$root/usr/lib/patchline/$service" -name '*.aot' -delete
    command install -D -m 644 "$ROOT/deploy/systemd/patchline-$service.service" "$root/usr/lib/systemd/system/patchline-$service.service"
    command install -d "$root/etc/patchline"
    [ -e "$root/etc/patchline/$service.env" ] || command install -m 644 "$ROOT/deploy/systemd/$service.env" "$root/etc/patchline/$service.env"
  done
  chmod -R go=rX "$root/usr/lib/patchline"
  command install -D -m 644 "$ROOT/deploy/systemd/sysusers.conf" "$root/usr/lib/sysusers.d/patchline.conf"
  for name in definitions policies permissions; do
    command install -D -m 644 "$ROOT/deploy/rabbitmq/$name.json" "$root/usr/share/patchline/rabbitmq/$name.json"
  done
  command install -d "$root/usr/share/doc/patchline/docs"
  command install -m 644 "$ROOT"/README.md "$ROOT"/CHANGELOG.md "$root/usr/share/doc/patchline"
  command install -m 644 "$ROOT"/docs/*.md "$root/usr/share/doc/patchline/docs"
  say "Installed in ${root:-/}. What is left to do tells /usr/share/doc/patchline/docs/operations.md, under systemd."
}
