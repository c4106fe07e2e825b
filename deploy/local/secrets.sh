# shellcheck shell=bash
# Sourced. The secrets of docker compose, made once: the directory is for its owner alone, the files must be readable to the users of the
# containers, who are others.

make_secrets() {
  local directory=$STATE/secrets password
  make_state
  mkdir -p "$directory"
  chmod 700 "$directory"
  if [ ! -s "$directory/broker-url" ]; then
    password=$(random_hex 16)
    printf 'default_user = patchline\ndefault_pass = %s\n' "$password" >"$directory/rabbitmq-user.conf"
    printf 'amqp://patchline:%s@rabbitmq:5672/%%2F\n' "$password" >"$directory/broker-url"
  fi
  if [ ! -s "$directory/tokens" ]; then
    printf 'pl_%s\n' "$(random_hex 24)" >"$directory/token"
    printf 'compose:submit,read,operate:%s\n' "$(sha256 "$(cat "$directory/token")")" >"$directory/tokens"
  fi
  chmod 600 "$directory/token"
  chmod 644 "$directory"/rabbitmq-user.conf "$directory"/broker-url "$directory"/tokens
  say "Secrets for docker compose are in .patchline/secrets: token is the webhook's, rabbitmq-user.conf has the console's login."
}
