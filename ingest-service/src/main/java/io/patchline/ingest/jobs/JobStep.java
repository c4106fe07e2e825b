package io.patchline.ingest.jobs;

import io.github.bucket4j.BlockingBucket;
import io.patchline.ingest.deadletters.CollectedDeadLetters;
import io.patchline.ingest.deadletters.DeadLetterEntry;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.ingest.deadletters.DeadLetterLock;
import io.patchline.ingest.deadletters.DeadLetterReplayer;
import io.patchline.ingest.deadletters.QueuedDeadLetter;
import io.patchline.message.PatchMessage;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a job: as much as is done before somebody else may have the lock. What is to be done is asked of the index each time, so that a job whose service died goes on where it was, and
 * a dead letter that another one has dealt with is not dealt with again.
 */
public final class JobStep {
    /** How many dead letters at most. */
    public static final int MOST = 100;

    private final DeadLetterIndex index;
    private final DeadLetterReplayer sender;
    private final BlockingBucket pace;
    private final Clock clock;

    /** How it went on. */
    public enum Result {
        /** There is more to do. */
        MORE,
        /** There is more to do, but not now: a lane queue is full. */
        LATER,
        /** The job is over. */
        OVER,
    }

    public JobStep(DeadLetterIndex index, DeadLetterReplayer sender, BlockingBucket pace, Clock clock) {
        this.index = index;
        this.sender = sender;
        this.pace = pace;
        this.clock = clock;
    }

    /**
     * @throws IOException if the broker is lost; what was done until then holds
     */
    public Result work(JobOrder order, DeadLetterLock lock) throws IOException, InterruptedException {
        List<DeadLetterEntry> rest = JobScope.rest(order, index);
        if (rest.isEmpty()) {
            sender.write(new JobEnd(order.id(), Optional.empty(), clock.instant()).toMessage());
            return Result.OVER;
        }
        List<DeadLetterEntry> wanted = rest.stream().limit(MOST).toList();
        CollectedDeadLetters found = new CollectedDeadLetters(wanted);
        boolean complete = lock.walk(found);
        for (DeadLetterEntry entry : wanted) {
            Optional<QueuedDeadLetter> letter = found.letter(entry);
            if (letter.isPresent()) {
                pace.consume(1);
                if (!act(order, letter.get(), entry)) {
                    return Result.LATER;
                }
            } else if (complete) {
                sender.publishVanished(entry);
            }
        }
        return Result.MORE;
    }

    /** Returns whether it was done; false if the lane has no room. */
    private boolean act(JobOrder order, QueuedDeadLetter letter, DeadLetterEntry entry) throws IOException {
        return switch (order.act()) {
            case DISCARD -> {
                sender.discard(letter, entry, order.by());
                yield true;
            }
            case REPLAY -> {
                Optional<PatchMessage> message = letter.message();
                yield message.isEmpty() || sender.trySendBack(letter, message.get(), entry, order.by());
            }
        };
    }
}
