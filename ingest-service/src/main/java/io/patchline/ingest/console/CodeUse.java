package io.patchline.ingest.console;

import io.patchline.broker.Confirmation;
import io.patchline.ingest.acts.ActIndex;
import io.patchline.ingest.acts.ActMessage;
import io.patchline.ingest.publish.PatchPublisher;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes logins and logouts to the log, and takes each one-time code once, at whichever replica: who uses it first by the order of the log. */
@Singleton
final class CodeUse {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(CodeUse.class);

    private final ActIndex acts;
    private final PatchPublisher publisher;
    private final Clock clock;

    CodeUse(ActIndex acts, PatchPublisher publisher, Clock clock) {
        this.acts = acts;
        this.publisher = publisher;
        this.clock = clock;
    }

    /** What came of using a code. */
    enum Used {
        FIRST,
        BEFORE,
        NOT_KNOWN
    }

    /**
     * Uses a code.
     *
     * @param nonce of the code
     * @param by the name of the token that it stands for
     */
    CompletionStage<Used> use(String nonce, String by) {
        ActMessage act = act(ActMessage.CODE_USED, by, Optional.of(nonce));
        CompletableFuture<Boolean> read = acts.whenUsed(act.id());
        return publisher.publish(act.toMessage()).thenCompose(confirmation -> {
            if (!(confirmation instanceof Confirmation.Confirmed)) {
                read.cancel(false);
                return CompletableFuture.completedFuture(Used.NOT_KNOWN);
            }
            return read.thenApply(first -> first ? Used.FIRST : Used.BEFORE)
                    .completeOnTimeout(Used.NOT_KNOWN, WITHIN.toSeconds(), TimeUnit.SECONDS);
        });
    }

    /** Publishes that somebody logged in or out. */
    void publish(String what, String by) {
        publisher
                .publish(act(what, by, Optional.empty()).toMessage())
                .thenAccept(confirmation -> LOG.atInfo()
                        .addKeyValue("what", what)
                        .addKeyValue("by", by)
                        .addKeyValue("confirmation", confirmation)
                        .log("A session of the console"));
    }

    private ActMessage act(String what, String by, Optional<String> subject) {
        return new ActMessage(UUID.randomUUID().toString(), what, by, clock.instant(), subject);
    }
}
