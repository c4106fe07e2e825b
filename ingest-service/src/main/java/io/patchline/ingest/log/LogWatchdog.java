package io.patchline.ingest.log;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.ConfirmedPublisher;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watchdog of the log: writes a marker when the log is quiet, and subscribes again when the marker is not read in time. A subscription that the broker
 * ends says so by itself; one that is alive and gets nothing (a replica of the stream that has stopped) does not.
 */
public final class LogWatchdog {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    /** The pauses grow from here. */
    private static final Duration FIRST_LOOK_AFTER = Duration.ofMillis(25);

    private static final Executor ON_VIRTUAL_THREAD =
            task -> Thread.ofVirtual().name("log-watchdog").start(task);

    private static final Logger LOG = LoggerFactory.getLogger(LogWatchdog.class);

    private final LogReader reader;
    private final LogProjector projector;
    private final BooleanSupplier expected;
    private final Clock clock;

    /**
     * @param expected whether something is to come, as far as is known here: a patch waits or runs
     */
    public LogWatchdog(LogReader reader, LogProjector projector, BooleanSupplier expected, Clock clock) {
        this.reader = reader;
        this.projector = projector;
        this.expected = expected;
        this.clock = clock;
    }

    /**
     * Reads the log for as long as this session is open.
     *
     * @throws IOException if the session is broken or the log cannot be subscribed to
     */
    public void begin(BrokerSession session, ConfirmedPublisher publisher) throws IOException {
        projector.beginSession();
        reader.readIn(session);
        look(session, publisher, new Quiet(clock.instant()), FIRST_LOOK_AFTER);
    }

    private void lookLater(BrokerSession session, ConfirmedPublisher publisher, Quiet quiet, Duration pause) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, ON_VIRTUAL_THREAD)
                .execute(() -> {
                    try {
                        look(session, publisher, quiet, pause);
                    } catch (RuntimeException e) {
                        LOG.atError().setCause(e).log("The log is not watched any more; the session is replaced");
                        session.abandon("the log was not watched any more");
                    }
                });
    }

    private void look(BrokerSession session, ConfirmedPublisher publisher, Quiet quiet, Duration pause) {
        if (!session.isOpen()) {
            return;
        }
        boolean delayed = projector.isFilling() || session.isBlocked();
        Quiet.Act act = quiet.next(
                delayed,
                projector.messages(),
                projector.isInSession(),
                !delayed && expected.getAsBoolean(),
                clock.instant());
        if (act == Quiet.Act.REPLACE) {
            LOG.atWarn().log("The log is not heard, though it was subscribed to again; the session is replaced");
            session.abandon("the log was not heard");
            return;
        }
        if (act == Quiet.Act.SUBSCRIBE && !subscribedAgain(session)) {
            return;
        }
        if (act != Quiet.Act.LISTEN) {
            publisher.publish(projector.marker());
        }
        Duration next = pause.multipliedBy(2).compareTo(LOOK_EVERY) < 0 ? pause.multipliedBy(2) : LOOK_EVERY;
        lookLater(session, publisher, quiet, next);
    }

    private boolean subscribedAgain(BrokerSession session) {
        LOG.atWarn().log("The log is not heard any more; it is subscribed to again");
        projector.beginSession();
        try {
            reader.readIn(session);
            return true;
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("cause", e.getMessage())
                    .log("The log cannot be subscribed to; the session is replaced");
            session.abandon("the log could not be subscribed to");
            return false;
        }
    }

    /**
     * What to do about a log, looked at every now and then: where a marker is not heard, subscribe again, and where the next one is not heard either, give the session
     * up, for the node that it is with may be the one that does not hear.
     */
    static final class Quiet {
        /** Something is to come: a patch waits or runs. */
        static final Duration WHILE_EXPECTED = Duration.ofSeconds(5);
        /** Nothing is to come that is known here, but other replicas accept patches too. Each marker takes room in the log. */
        static final Duration WHILE_IDLE = Duration.ofSeconds(60);

        static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

        enum Act {
            LISTEN,
            SOUND,
            SUBSCRIBE,
            REPLACE
        }

        private Instant since;
        private long heard;
        private boolean sounded = true;
        private boolean subscribed;

        Quiet(Instant begin) {
            since = begin;
        }

        /**
         * @param delayed whether what comes waits: the past is being read, or the broker takes no messages at present
         * @param messages how many were heard, ever
         * @param inSession whether this session's marker was heard; until then it is written at every look
         * @param expected whether something is to come; of no matter while what comes waits
         */
        Act next(boolean delayed, long messages, boolean inSession, boolean expected, Instant now) {
            // A clock that is set back makes it wait anew, and not until it has caught up.
            if (delayed || messages != heard || now.isBefore(since)) {
                heard = messages;
                since = now;
                sounded = false;
                subscribed = false;
            }
            Duration quiet = Duration.between(since, now);
            if (sounded && quiet.compareTo(ANSWER_WITHIN) >= 0) {
                since = now;
                Act act = subscribed ? Act.REPLACE : Act.SUBSCRIBE;
                subscribed = true;
                return act;
            }
            if (delayed) {
                return Act.LISTEN;
            }
            if (!inSession) {
                sounded = true;
                return Act.SOUND;
            }
            if (!sounded && quiet.compareTo(expected ? WHILE_EXPECTED : WHILE_IDLE) >= 0) {
                since = now;
                sounded = true;
                return Act.SOUND;
            }
            return Act.LISTEN;
        }
    }
}
