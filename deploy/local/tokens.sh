# shellcheck shell=bash
# Sourced. The file of tokens: a line NAME:SCOPES:SHA256 for each, with expires= and rate= after it; the ingest service reads it again when
# it has changed. A token itself is shown once and kept nowhere.

# The token of ./patchline up, with every scope, in a file of its own for those who may read it.
make_token() (
  umask 077
  if [ ! -s "$STATE/token" ]; then printf 'pl_%s\n' "$(random_hex 24)" >"$STATE/token"; fi
  put_token "$STATE/tokens" local "submit,read,operate:$(sha256 "$(cat "$STATE/token")")"
)

# put_token FILE NAME REST-OF-LINE: instead of the line of that name, or after the others. A file that says so already stays as it is.
put_token() {
  [ ! -e "$1" ] || ! grep -qxF "$2:$3" "$1" || return 0
  { other_tokens "$1" "$2" && printf '%s:%s\n' "$2" "$3"; } | write_tokens "$1"
}

# All lines of a file but those of this name.
other_tokens() {
  [ ! -e "$1" ] || awk -F: -v name="$2" '$1 != name' "$1"
}

# In one step where that is possible. A container has its file mounted by itself, and would go on seeing the old one.
write_tokens() {
  local text
  text=$(cat)
  case $1 in
    */secrets/*) printf '%s\n' "$text" >"$1" ;;
    *) printf '%s\n' "$text" >"$1.new" && mv "$1.new" "$1" ;;
  esac
}

sha256() {
  if command -v sha256sum >/dev/null; then printf %s "$1" | sha256sum; else printf %s "$1" | shasum -a 256; fi | cut -d ' ' -f 1
}

token() {
  local command=${1:-} name='' scopes='' expires='' rate='' file=$STATE/tokens
  [ $# = 0 ] || shift
  if [ "$command" = revoke ] && [ $# -gt 0 ]; then name=$1 && shift; fi
  while [ $# -gt 0 ]; do
    [ $# -gt 1 ] || usage_error
    case $command$1 in
      create--name) name=$2 ;;
      create--scope) scopes=$2 ;;
      create--expires) expires=$2 ;;
      create--rate) rate=$2 ;;
      *--file) file=$2 ;;
      *) usage_error ;;
    esac
    shift 2
  done
  umask 077
  case $command in
    create) lock && create_token ;;
    list) list_tokens ;;
    revoke) lock && revoke_token ;;
    *) usage_error ;;
  esac
}

create_token() {
  local token line
  check_name "$name"
  check_scopes "$scopes"
  [ -z "$rate" ] || [[ $rate =~ ^[1-9][0-9]{0,5}/[smh]$ ]] || fail "A rate is written like 60/m: a number, and s, m or h."
  ! knows_token || fail "There is a token of the name $name. Choose another name, or first: ./patchline token revoke $name"
  [ -z "$expires" ] || expires=$(moment_in "$expires")
  token=pl_$(random_hex 32)
  line=$scopes:$(sha256 "$token")${expires:+ expires=$expires}${rate:+ rate=$rate}
  put_token "$file" "$name" "$line"
  printf '%s\n' "$token"
  printf 'It is shown this once. Who holds it is %s, and may %s%s.\n' "$name" "${scopes//,/, }" "${expires:+, until $expires}" >&2
}

list_tokens() {
  [ -s "$file" ] || fail "There are no tokens in ${file#"$ROOT"/}. ./patchline token create makes one."
  awk -F '[: ]' -v now="$(date -u +%Y-%m-%dT%H:%M:%SZ)" 'BEGIN { form = "%-24s %-20s %-30s %s\n"; printf form, "NAME", "SCOPES", "EXPIRES", "RATE" }
    /^#/ || /^[ \t]*$/ { next }
    { expires = "never"; rate = "as configured"
      if (match($0, /expires=[^ ]+/)) { expires = substr($0, RSTART + 8, RLENGTH - 8); if (expires <= now) expires = expires " (expired)" }
      if (match($0, /rate=[^ ]+/)) rate = substr($0, RSTART + 5, RLENGTH - 5)
      printf form, $1, $2, expires, rate }' "$file"
}

revoke_token() {
  check_name "$name"
  knows_token || fail "There is no token of the name $name. ./patchline token list shows those that there are."
  other_tokens "$file" "$name" | write_tokens "$file"
  say "The token of $name lets nobody in any more."
  case $name$file in
    "local$STATE/tokens") rm -f "$STATE/token" && say "./patchline up makes a new one of that name." ;;
  esac
}

knows_token() {
  [ -e "$file" ] && [ -n "$(awk -F: -v name="$name" '$1 == name' "$file")" ]
}

check_name() {
  [[ $1 =~ ^[A-Za-z0-9._-]{1,64}$ ]] || fail "Say whose token it is: --name NAME, of 1 to 64 letters, digits, '.', '_' and '-'."
}

check_scopes() {
  [[ $1 =~ ^(submit|read|operate)(,(submit|read|operate))*$ ]] ||
    fail "Say what the token may do: --scope submit (send patches), read (see them), operate (dead letters), or several: --scope submit,read"
}

# moment_in 30d: that far from now, as the file has it.
moment_in() {
  local unit
  [[ $1 =~ ^([1-9][0-9]{0,4})([dhm])$ ]] || fail "How long the token is good is written like 30d, 12h or 90m."
  case ${BASH_REMATCH[2]} in
    d) unit=days ;;
    h) unit=hours ;;
    m) unit=minutes ;;
  esac
  date -u -d "+${BASH_REMATCH[1]} $unit" +%Y-%m-%dT%H:%M:%SZ
}
