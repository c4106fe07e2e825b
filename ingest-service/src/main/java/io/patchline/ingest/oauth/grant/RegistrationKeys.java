package io.patchline.ingest.oauth.grant;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The keys that sign registrations. The first replica that needs one writes it to the stream of grants, and it is written again before retention takes it
 * away, so that a registration holds for as long as the stream does. Safe for use by several threads.
 */
public final class RegistrationKeys {
    /** A third of what retention keeps; see {@code deploy/rabbitmq/policies.json}. */
    private static final Duration AGAIN_AFTER = Duration.ofDays(30);

    private final GrantLog log;
    private final Clock clock;

    public RegistrationKeys(GrantLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** All of them, the one that signs first. Where two replicas wrote one at the same time there are two, and both hold. */
    public List<String> all() throws GrantsUnavailableException {
        Map<String, Instant> keys = log.index().keys();
        Instant now = clock.instant();
        if (keys.isEmpty()) {
            log.append(new GrantEvent.RegistrationKey(now, Secret.random()));
        }
        for (Map.Entry<String, Instant> key : keys.entrySet()) {
            if (key.getValue().plus(AGAIN_AFTER).isBefore(now)) {
                log.append(new GrantEvent.RegistrationKey(now, key.getKey()));
            }
        }
        return List.copyOf(log.index().keys().keySet());
    }
}
