package io.patchline.ingest.lanes;

import io.github.bucket4j.BlockingBucket;
import io.patchline.event.RunRef;
import io.patchline.ingest.deadletters.CollectedDeadLetters;
import io.patchline.ingest.deadletters.DeadLetterEntry;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.ingest.deadletters.DeadLetterLock;
import io.patchline.ingest.deadletters.DeadLetterReplayer;
import io.patchline.ingest.deadletters.QueuedDeadLetter;
import io.patchline.ingest.jobs.JobStep;
import io.patchline.ingest.jobs.JobStep.Result;
import io.patchline.message.LaneRelease;
import io.patchline.message.PatchMessage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A piece of what is to be done about held lanes: to send those that were set aside after the patch that held them, in order, and then to release the lane; and to release it
 * where the patch that held it was discarded. What is to be done is asked of the log each time, so that whoever comes first to the lock after a death goes on.
 */
public final class HoldReleaseStep {
    private final HoldIndex holds;
    private final DeadLetterIndex index;
    private final DeadLetterReplayer sender;
    private final BlockingBucket pace;

    public HoldReleaseStep(HoldIndex holds, DeadLetterIndex index, DeadLetterReplayer sender, BlockingBucket pace) {
        this.holds = holds;
        this.index = index;
        this.sender = sender;
        this.pace = pace;
    }

    public boolean isDue() {
        return next().isPresent();
    }

    /**
     * @throws IOException if the broker is lost; what was done until then holds
     */
    public Result work(DeadLetterLock lock) throws IOException, InterruptedException {
        Optional<HeldLane> next = next();
        if (next.isEmpty()) {
            return Result.OVER;
        }
        HeldLane held = next.get();
        List<DeadLetterEntry> waiting = held.clearing() ? index.heldBy(held.by()) : List.of();
        return waiting.isEmpty() ? release(held) : send(held, waiting, lock);
    }

    private Optional<HeldLane> next() {
        return holds.all().stream()
                .filter(held -> held.isReleaseDue()
                        || (held.clearing() && !index.heldBy(held.by()).isEmpty()))
                .findFirst();
    }

    /** Of those that follow, only as long as nobody comes after the last that is known: whoever does is sent next. */
    private Result release(HeldLane held) throws IOException {
        Optional<Long> after = held.clearing() ? Optional.of(held.last()) : Optional.empty();
        boolean sent = sender.release(new LaneRelease(held.lane(), held.by(), held.run(), after, by(held)));
        return sent ? Result.OVER : Result.LATER;
    }

    /** Up to the first that cannot be sent now: nobody overtakes. */
    private Result send(HeldLane held, List<DeadLetterEntry> waiting, DeadLetterLock lock)
            throws IOException, InterruptedException {
        List<DeadLetterEntry> wanted = waiting.stream().limit(JobStep.MOST).toList();
        CollectedDeadLetters found = new CollectedDeadLetters(wanted);
        boolean complete = lock.walk(found);
        for (DeadLetterEntry entry : wanted) {
            Optional<QueuedDeadLetter> letter = found.letter(entry);
            Optional<PatchMessage> message = letter.flatMap(QueuedDeadLetter::message);
            if (message.isPresent()) {
                pace.consume(1);
                if (!sender.trySendBack(letter.orElseThrow(), message.get(), entry, by(held))) {
                    return Result.LATER;
                }
            } else if (letter.isPresent()) {
                return Result.LATER;
            } else if (complete) {
                sender.publishVanished(entry);
            } else {
                return Result.MORE;
            }
        }
        return Result.MORE;
    }

    private static String by(HeldLane held) {
        return held.discardedBy().or(held::followBy).orElse(RunRef.INGEST);
    }
}
