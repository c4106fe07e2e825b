# shellcheck shell=bash
# Sourced. The proof that the chain holds: one patch from the webhook to its published result.

# prove_chain PORT TOKEN-FILE
prove_chain() {
  local port=$1 token=$2 began id milliseconds
  id=hello-$(date -u +%Y%m%d-%H%M%S)-$(random_hex 3)
  say "The chain, proven with the patch $id, from its sending on:"
  began=$(date +%s%3N)
  http POST "$port" /webhook "$token" "{\"id\":\"$id\",\"role\":\"command_patch\",\"target_file\":\"hello.txt\",\"patch\":\"echo Hello from Patchline | tee hello.txt\"}" ||
    fail "The webhook does not answer."
  milliseconds=$(($(date +%s%3N) - began))
  [ "$HTTP_STATUS" = 202 ] || fail "The webhook answered $HTTP_STATUS instead of 202: $HTTP_BODY"
  http GET "$port" "/v1/patches/$id?wait=30" "$token" || fail "The status API does not answer."
  {
    hop "$milliseconds" accepted "202 received: the broker has confirmed the patch"
    show_timeline "$began"
  } | sort -s -n
  [ "$(json_text status)" = succeeded ] || fail "The patch should have succeeded, and is $(json_text status): $HTTP_BODY"
  printf '%s' "$HTTP_BODY" | grep -q 'Hello from Patchline' || fail "The result does not hold the command's output: $HTTP_BODY"
}

# From the broker's log: each of these moments is a message that passed through RabbitMQ, with the time that it says itself. The clock is
# this machine's for all of them.
show_timeline() {
  local what time
  while IFS=' ' read -r what time; do
    time=$(($(date -d "$time" +%s%3N) - $1))
    case $what in
      queued) hop "$time" queued "in lane $(json_text lane) of exchange patches" ;;
      started) hop "$time" started "by $(json_text executor)" ;;
      succeeded | failed | timed_out | refused | cancelled | interrupted)
        hop "$time" finished "$what"
        hop "$time" published "result event patch.$what seen: through patches.results into patches.log, read back from there"
        ;;
      *) hop "$time" "$what" "" ;;
    esac
  done < <(printf '%s' "$HTTP_BODY" | grep -o '"what":"[^"]*","time":"[^"]*"' | sed 's/"what":"\([^"]*\)","time":"\([^"]*\)"/\1 \2/')
}

hop() {
  printf '  %6s ms  %-10s %s\n' "$1" "$2" "$3"
}
