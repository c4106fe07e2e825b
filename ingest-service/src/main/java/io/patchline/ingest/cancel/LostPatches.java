package io.patchline.ingest.cancel;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.ingest.status.AcceptedPatch;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import io.patchline.transition.LogValue;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a cancelled patch its end whose message is in no queue any more, because somebody purged or deleted that in the broker: no executor will ever
 * tell one. A patch is lost if it waits, its queue is empty and nobody is at anything of it, at {@value #LOOKS} looks in a row. Should its message come
 * after all, the executors know that it is cancelled and do not run it. Safe for use by several threads.
 */
final class LostPatches {
    /** Far longer than executors take to publish that they have ended what they have. */
    static final Duration EVERY = Duration.ofSeconds(5);

    static final int LOOKS = 3;

    /** After so many looks without a result the patch waits behind others, and is not looked at until it is asked for again. */
    static final int MOST_LOOKS = 120;

    private static final int MOST_WATCHED = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(LostPatches.class);

    private final Function<PatchId, Optional<PatchStory>> stories;
    private final Predicate<Lane> idle;
    private final Consumer<EventEnvelope> publish;
    private final Clock clock;
    private final Executor later;
    private final Map<PatchId, Looks> watched = new HashMap<>();

    /** How often it was looked at, and how often in a row it was found nowhere. */
    private record Looks(int all, int inRow) {}

    /**
     * @param idle whether nothing is in the lane's queue, and nobody at anything of it; may block
     * @param publish publishes an event
     * @param later runs what it is given after {@link #EVERY}, on a thread that may block
     */
    LostPatches(
            Function<PatchId, Optional<PatchStory>> stories,
            Predicate<Lane> idle,
            Consumer<EventEnvelope> publish,
            Clock clock,
            Executor later) {
        this.stories = stories;
        this.idle = idle;
        this.publish = publish;
        this.clock = clock;
        this.later = later;
    }

    /** Looks for the patch, whose cancel is confirmed, until somebody publishes its end. */
    void watch(PatchId patch) {
        synchronized (watched) {
            if (watched.size() >= MOST_WATCHED || watched.putIfAbsent(patch, new Looks(0, 0)) != null) {
                return;
            }
        }
        later.execute(() -> look(patch));
    }

    private void look(PatchId patch) {
        Optional<PatchStory> waiting =
                stories.apply(patch).filter(story -> story.state() == PatchState.QUEUED && story.isCancelRequested());
        Optional<AcceptedPatch> origin = waiting.flatMap(PatchStory::origin);
        if (origin.isEmpty()) {
            forget(patch);
            return;
        }
        Looks looks = looked(patch, idle.test(origin.get().lane()));
        if (looks.inRow() >= LOOKS) {
            forget(patch);
            end(waiting.get(), origin.get());
        } else if (looks.all() >= MOST_LOOKS) {
            forget(patch);
        } else {
            later.execute(() -> look(patch));
        }
    }

    private Looks looked(PatchId patch, boolean nowhere) {
        synchronized (watched) {
            return watched.merge(
                    patch,
                    new Looks(1, nowhere ? 1 : 0),
                    (known, now) -> new Looks(known.all() + 1, nowhere ? known.inRow() + 1 : 0));
        }
    }

    private void forget(PatchId patch) {
        synchronized (watched) {
            watched.remove(patch);
        }
    }

    private void end(PatchStory story, AcceptedPatch origin) {
        RunRef ref = new RunRef(story.id(), story.run(), 1, origin.lane(), RunRef.INGEST);
        LOG.atWarn()
                .addKeyValue("patch", LogValue.text(story.id().value()))
                .log("A cancelled patch is in no queue; it was purged there, and its end is published");
        publish.accept(EventEnvelope.of(
                new PatchEvent.Finished(
                        ref,
                        new Outcome.Cancelled(
                                "cancelled on request; its message was in no queue any more, and it was not run",
                                RunReport.NOTHING),
                        Optional.of(origin.fingerprint())),
                clock.instant()));
    }
}
