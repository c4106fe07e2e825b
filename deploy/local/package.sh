# shellcheck shell=bash
# Sourced, with ROOT. The release archive of the command line: one directory to unpack anywhere, with the launcher, the jar, completions and the manual page.

# package_cli [DIRECTORY]: leaves patchline-VERSION.tar.gz and its SHA-256 there (target/). The same clone gives the same bytes, whenever and by whomever it is packed.
package_cli() {
  local directory=${1:-$ROOT/target} version name tree time
  [ $# -le 1 ] || usage_error "package takes one directory, and got \"$2\" as well"
  make_state
  need_cli
  version=$(cli --version | sed -n 's/.* //p;q')
  name=patchline-$version
  time=@$(git -C "$ROOT" log -1 --format=%ct 2>/dev/null || stat -c %Y "$CLI_JAR")
  tree=$(mktemp -d)
  # shellcheck disable=SC2064 # this directory, and no later one
  trap "rm -rf '$tree'" EXIT
  command install -D -m 755 "$ROOT/deploy/cli/patchline" "$tree/$name/bin/patchline"
  command install -D -m 755 "$ROOT/deploy/cli/cache" "$tree/$name/lib/patchline/cli/cache"
  command install -D -m 644 "$CLI_JAR" "$tree/$name/lib/patchline/cli/patchline.jar"
  install_completions "$tree/$name/share"
  command install -D -m 644 "$ROOT/docs/cli.md" "$tree/$name/share/doc/patchline/cli.md"
  mkdir -p "$directory"
  tar --sort=name --mtime="$time" --owner=0 --group=0 --numeric-owner --mode=u+rw,go=rX -C "$tree" -cf - "$name" | gzip -n9 >"$directory/$name.tar.gz"
  (cd "$directory" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
  say "$directory/$name.tar.gz" "Unpack it anywhere and link bin/patchline into PATH; lib/patchline/cli/cache lib/patchline/cli/patchline.jar makes it start in a third of the time."
}
