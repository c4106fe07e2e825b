package io.patchline.ingest.oauth.grant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stream of grants, folded: which there are, and what each message of the stream came to. Every replica folds the same messages in the same order and so
 * decides the same, without asking another. Safe for use by several threads.
 */
final class GrantIndex {
    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final Map<String, Grant> grants = new LinkedHashMap<>();
    private final Map<String, Instant> keys = new LinkedHashMap<>();
    private Instant forgotten = Instant.EPOCH;

    /** What became of a message. */
    enum Verdict {
        TAKEN,
        /** It came too late: the grant is unknown, over or revoked. */
        REFUSED,
        /** What was shown had been used before; the grant is revoked by this. */
        REUSED
    }

    synchronized Verdict apply(GrantEvent event) {
        forget(event.at());
        return switch (event) {
            case GrantEvent.Granted granted ->
                grants.putIfAbsent(granted.grant(), Grant.of(granted)) == null ? Verdict.TAKEN : Verdict.REFUSED;
            case GrantEvent.Redeemed redeemed -> redeemed(redeemed);
            case GrantEvent.Refreshed refreshed -> refreshed(refreshed);
            case GrantEvent.Revoked revoked -> grants.remove(revoked.grant()) == null ? Verdict.REFUSED : Verdict.TAKEN;
            case GrantEvent.RegistrationKey key -> {
                keys.put(key.key(), key.at());
                yield Verdict.TAKEN;
            }
        };
    }

    synchronized Optional<Grant> find(String id) {
        return Optional.ofNullable(grants.get(id));
    }

    /** All of them, the oldest first. */
    synchronized List<Grant> all() {
        return new ArrayList<>(grants.values());
    }

    synchronized int size() {
        return grants.size();
    }

    /** The keys of registrations with the time when each was last written, the one that signs first. */
    synchronized Map<String, Instant> keys() {
        return new LinkedHashMap<>(keys);
    }

    private Verdict redeemed(GrantEvent.Redeemed event) {
        Grant grant = grants.get(event.grant());
        if (grant == null || grant.isOver(event.at())) {
            return Verdict.REFUSED;
        }
        if (grant.isRedeemed()) {
            grants.remove(event.grant());
            return Verdict.REUSED;
        }
        grants.put(event.grant(), grant.redeemed(event));
        return Verdict.TAKEN;
    }

    private Verdict refreshed(GrantEvent.Refreshed event) {
        Grant grant = grants.get(event.grant());
        if (grant == null || !grant.isRedeemed() || grant.isOver(event.at())) {
            return Verdict.REFUSED;
        }
        if (!grant.refresh().equals(event.from())) {
            grants.remove(event.grant());
            return Verdict.REUSED;
        }
        grants.put(event.grant(), grant.refreshed(event));
        return Verdict.TAKEN;
    }

    /** Once in a minute of the messages' time. Nothing depends on it but memory: what is over is refused anyway. */
    private void forget(Instant now) {
        if (now.isAfter(forgotten.plus(FORGET_EVERY))) {
            forgotten = now;
            grants.values().removeIf(grant -> grant.isOver(now));
        }
    }

    /** How many grants this person has. */
    synchronized long ofPerson(String person) {
        return grants.values().stream()
                .filter(grant -> grant.consent().person().equals(person))
                .count();
    }
}
