# shellcheck shell=bash
# Sourced. HTTP over loopback with nothing but bash: a fresh Debian has no curl.

# http METHOD PORT PATH [TOKEN-FILE] [BODY]: sets HTTP_STATUS (000 when nobody answers) and HTTP_BODY. A TOKEN-FILE that holds a line
# "Basic …" is sent as it is.
http() {
  local method=$1 port=$2 path=$3 token_file=${4:-} body=${5:-} answer authorization=''
  HTTP_STATUS=000 HTTP_BODY=''
  if [ -n "$token_file" ]; then
    authorization=$(cat "$token_file")
    [ "${authorization#Basic }" != "$authorization" ] || authorization="Bearer $authorization"
    authorization="Authorization: $authorization"$'\r\n'
  fi
  # HTTP/1.0: the answer ends with the connection, and is never cut into chunks.
  answer=$(
    exec 2>/dev/null 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
    printf '%s %s HTTP/1.0\r\nHost: localhost\r\n%sContent-Type: application/json\r\nContent-Length: %s\r\n\r\n%s' \
      "$method" "$path" "$authorization" "$(printf %s "$body" | wc -c)" "$body" >&3
    # A service that hangs must not hang us.
    timeout 60 cat <&3
  ) || return 1
  HTTP_STATUS=$(printf '%s\n' "$answer" | sed -n '1s|^HTTP/[0-9.]* \([0-9]*\).*|\1|p')
  HTTP_BODY=$(printf '%s\n' "$answer" | sed '1,/^\r*$/d')
  [ -n "$HTTP_STATUS" ] || HTTP_STATUS=000
}

# json_text NAME: the first text of that name in HTTP_BODY, which our services write without spaces.
json_text() {
  printf '%s' "$HTTP_BODY" | grep -o "\"$1\":\"[^\"]*\"" | head -n 1 | sed 's/^[^:]*:"//; s/"$//'
}
