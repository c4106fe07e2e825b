# shellcheck shell=bash
# Sourced. The secrets of docker compose, made once: the directory is for its owner alone, the files must be readable to the users of the
# containers, who are others.

make_secrets() {
  local directory=$STATE/secrets
  make_state
  mkdir -p "$directory"
  chmod 700 "$directory"
  [ -s "$directory/console-password" ] || random_hex 16 >"$directory/console-password"
  [ -s "$directory/token" ] || printf 'pl_%s\n' "$(random_hex 24)" >"$directory/token"
  broker_definitions "$(cat "$directory/console-password")" >"$directory/rabbitmq-definitions.json"
  printf 'amqp://patchline:%s@rabbitmq:5672/%%2F\n' "$(cat "$directory/console-password")" >"$directory/broker-url"
  printf 'compose:submit,read,operate:%s\n' "$(sha256 "$(cat "$directory/token")")" >"$directory/tokens"
  chmod 600 "$directory/token" "$directory/console-password"
  chmod 644 "$directory/rabbitmq-definitions.json" "$directory/broker-url" "$directory/tokens"
  say "Secrets for docker compose are in .patchline/secrets: token is the webhook's, console-password is RabbitMQ's for the user patchline."
}

# Our user, and the policies that bound the queues and the log. RabbitMQ makes no user of its own when it loads definitions.
broker_definitions() {
  printf '{"users": [{"name": "patchline", "password_hash": "%s", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": "administrator"}],\n' \
    "$(rabbitmq_hash "$1")"
  printf '"vhosts": [{"name": "/"}],\n'
  printf '"permissions": [{"user": "patchline", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}],\n'
  # The file names no virtual host, so that it can be imported into any.
  sed '1d; s|^\( *\)"name": "patchline-|\1"vhost": "/",\n&|' "$ROOT/deploy/rabbitmq/policies.json"
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
