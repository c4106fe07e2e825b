package io.patchline.ingest.log;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.ConfirmedPublisher;
import io.patchline.ingest.status.StatusIndex;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the log is heard. The connector has a connection of its own, which can end while the session's goes on, and says so to nobody: another
 * node of a cluster is gone, an operator closes it in the console, a queue without a leader refuses the subscription. So a log that is
 * quiet is sounded with a marker, and subscribed to again when that is not heard.
 */
@Singleton
public final class LogWatchdog {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    /** The pauses grow from here. The connector does not say when it has subscribed, and hears no marker from before: at a start everybody waits for one that it does hear. */
    private static final Duration FIRST_LOOK_AFTER = Duration.ofMillis(25);

    private static final Logger LOG = LoggerFactory.getLogger(LogWatchdog.class);

    private final LogReader reader;
    private final LogProjector projector;
    private final StatusIndex index;
    private final Clock clock;

    LogWatchdog(LogReader reader, LogProjector projector, StatusIndex index, Clock clock) {
        this.reader = reader;
        this.projector = projector;
        this.index = index;
        this.clock = clock;
    }

    /** Reads the log for as long as this session is open. */
    public void begin(BrokerSession session, ConfirmedPublisher publisher) {
        projector.beginSession();
        reader.readIn(session);
        look(session, publisher, new Quiet(clock.instant()), FIRST_LOOK_AFTER);
    }

    private void look(BrokerSession session, ConfirmedPublisher publisher, Quiet quiet, Duration pause) {
        if (!session.isOpen()) {
            return;
        }
        boolean filling = projector.isFilling();
        Quiet.Act act = quiet.next(
                filling,
                projector.messages(),
                projector.isInSession(),
                !filling && index.hasUnfinished(),
                clock.instant());
        if (act == Quiet.Act.SUBSCRIBE || reader.hasEnded()) {
            LOG.atWarn().log("The log is not heard any more; it is subscribed to again");
            projector.beginSession();
            reader.readIn(session);
        }
        if (act != Quiet.Act.LISTEN) {
            publisher.publish(projector.marker());
        }
        Duration next = pause.multipliedBy(2).compareTo(LOOK_EVERY) < 0 ? pause.multipliedBy(2) : LOOK_EVERY;
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> look(session, publisher, quiet, next));
    }

    /** What to do about a log, looked at every now and then. */
    static final class Quiet {
        /** Something is to come: a patch waits or runs. */
        static final Duration WHILE_EXPECTED = Duration.ofSeconds(5);
        /** Nothing is to come that is known here, but other replicas accept patches too. Each marker takes room in the log. */
        static final Duration WHILE_IDLE = Duration.ofSeconds(60);

        static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

        enum Act {
            LISTEN,
            SOUND,
            SUBSCRIBE
        }

        private Instant since;
        private long heard;
        private boolean sounded = true;

        Quiet(Instant begin) {
            since = begin;
        }

        /**
         * @param filling whether the past is being read: what comes waits for it
         * @param messages how many were heard, ever
         * @param inSession whether this session's marker was heard; until then it is written at every look, for one that was written before the
         *     connector listened is not heard
         * @param expected whether something is to come; of no matter while the past is being read
         */
        Act next(boolean filling, long messages, boolean inSession, boolean expected, Instant now) {
            if (filling || messages != heard) {
                heard = messages;
                since = now;
                sounded = false;
            }
            Duration quiet = Duration.between(since, now);
            if (sounded && quiet.compareTo(ANSWER_WITHIN) >= 0) {
                since = now;
                return Act.SUBSCRIBE;
            }
            if (filling) {
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
