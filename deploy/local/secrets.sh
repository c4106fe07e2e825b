# shellcheck shell=bash
# Sourced. The secrets of docker compose, made once; with --tls also the certificates for deploy/docker/tls.yml, renewed a month before
# their end. The directory is for its owner alone, the files must be readable to the users of the containers, who are others.

# Each has a user of its own on the broker, with the permissions of deploy/rabbitmq/permissions.json.
BROKER_SERVICES="ingest executor"

make_secrets() {
  local directory=$STATE/secrets service broker=rabbitmq:5672 scheme=amqp
  case ${1-} in
    '') ;;
    --tls) scheme=amqps broker=rabbitmq:5671 ;;
    *) usage_error "secrets has no option \"$1\"" ;;
  esac
  make_state
  mkdir -p "$directory"
  chmod 700 "$directory"
  [ -s "$directory/console-password" ] || random_hex 16 >"$directory/console-password"
  [ -s "$directory/grafana-password" ] || random_hex 16 >"$directory/grafana-password"
  [ -s "$directory/token" ] || printf 'pl_%s\n' "$(random_hex 24)" >"$directory/token"
  # 48 bytes in Base64, all of whose characters happen to be hexadecimal digits.
  [ -s "$directory/console-key" ] || random_hex 32 >"$directory/console-key"
  for service in $BROKER_SERVICES; do
    broker_password "$directory" "$service" >/dev/null
    printf '%s://%s:%s@%s/%%2F\n' "$scheme" "$service" "$(broker_password "$directory" "$service")" "$broker" >"$directory/$service-broker-url"
    chmod 644 "$directory/$service-broker-url"
  done
  {
    printf '{"vhosts": [{"name": "/"}],\n"users": [\n'
    broker_user patchline administrator "$(cat "$directory/console-password")"
    printf ',\n'
    broker_service_users "$directory"
    printf '],\n'
    broker_definitions
  } >"$directory/rabbitmq-definitions.json"
  put_compose_token "$directory"
  rm -f "$directory/broker-url" # of a time before the services had users of their own
  chmod 600 "$directory"/token "$directory"/*-password
  chmod 644 "$directory/rabbitmq-definitions.json" "$directory/tokens" "$directory/console-key" "$directory/grafana-password"
  [ "$scheme" = amqp ] || make_certificates "$directory/tls"
  say "Secrets for docker compose are in .patchline/secrets: token is the webhook's, console-password is RabbitMQ's for the user patchline."
}

# put_compose_token DIRECTORY: the line of this token before those that `./patchline token create --file` has added. In place: a container has its file mounted by itself.
put_compose_token() {
  local others=''
  [ ! -e "$1/tokens" ] || others=$(grep -v '^compose:' "$1/tokens" || true)
  printf 'compose:submit,read,operate:%s\n%s' "$(sha256 "$(cat "$1/token")")" "${others:+$others$'\n'}" >"$1/tokens"
}

# The authority's key stays with its owner.
make_certificates() {
  local service
  "$HERE/certificates" "$1" broker rabbitmq localhost 127.0.0.1
  for service in $BROKER_SERVICES; do "$HERE/certificates" "$1" "$service"; done
  chmod 644 "$1"/*.pem
  chmod 600 "$1/ca-key.pem"
  say "Certificates are in .patchline/secrets/tls. Use them: docker compose -f docker-compose.yml -f deploy/docker/tls.yml up --wait"
}

# broker_password DIRECTORY SERVICE: made once.
broker_password() {
  [ -s "$1/$2-password" ] || (umask 077 && random_hex 16 >"$1/$2-password")
  cat "$1/$2-password"
}

# broker_service_users DIRECTORY: the users of the services, in the form of RabbitMQ's definitions.
broker_service_users() {
  local service comma=''
  for service in $BROKER_SERVICES; do
    printf %s "$comma"
    broker_user "$service" '' "$(broker_password "$1" "$service")"
    comma=$',\n'
  done
}

# broker_user NAME TAGS PASSWORD
broker_user() {
  printf '{"name": "%s", "tags": "%s", "password_hash": "%s", "hashing_algorithm": "rabbit_password_hashing_sha256"}' "$1" "$2" "$(rabbitmq_hash "$3")"
}

# What comes after the users: everything of deploy/rabbitmq, in the virtual host "/", and the end of the object. The files name no virtual
# host, so that they can be imported into any.
broker_definitions() {
  local here=$ROOT/deploy/rabbitmq
  members_in_host <"$here/permissions.json" && printf ,
  "$here/definitions" "${PATCHLINE_LANES:-8}" | members_in_host && printf ,
  members_in_host <"$here/policies.json" && printf '}\n'
}

# The members of a JSON object of lists, each of whose objects is to be in the virtual host "/".
members_in_host() {
  sed -e '1d' -e '$d' -e 's|^    {$|&"vhost": "/",|'
}

# Base64 of a salt of four bytes and the SHA-256 of salt and password (rabbitmq.com/docs/passwords).
rabbitmq_hash() {
  local salt digest
  salt=$(random_hex 4)
  digest=$({ bytes "$salt" && printf %s "$1"; } | sha256sum | cut -c 1-64)
  bytes "$salt$digest" | base64 -w 0
}

# bytes HEX
bytes() {
  # shellcheck disable=SC2059 # escapes of our own making
  printf "$(printf %s "$1" | sed 's/../\\x&/g')"
}
