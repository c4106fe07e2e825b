package io.patchline.ingest.follow;

import io.patchline.event.OutputPiece;
import io.patchline.event.RunRef;
import io.patchline.ingest.status.AnswerMemory;
import io.patchline.ingest.status.AttemptView;
import io.patchline.ingest.status.Ending;
import io.patchline.ingest.status.LogFeed;
import io.patchline.ingest.status.LogOutcomes;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Tells a follower the output of a patch as its commands write it, and when the patch is over the rest from the log, and that it is over. On the follower's own thread.
 */
@Singleton
final class OutputFollowing {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(1);

    private final StatusIndex index;
    private final LiveOutputs outputs;
    private final LogOutcomes outcomes;
    private final LogFeed feed;
    private final AnswerMemory memory;

    OutputFollowing(StatusIndex index, LiveOutputs outputs, LogOutcomes outcomes, LogFeed feed, AnswerMemory memory) {
        this.memory = memory;
        this.index = index;
        this.outputs = outputs;
        this.outcomes = outcomes;
        this.feed = feed;
    }

    /** The data of the last event. */
    private record End(PatchState status, int run, int attempt, Optional<ErrorCode> code, Optional<String> summary) {}

    /**
     * Returns when the patch is over or the service ends.
     *
     * @param has what the follower has already
     * @throws IOException when the follower has gone
     */
    void tell(PatchId patch, Optional<OutputPlace> has, SseWriter out) throws IOException, InterruptedException {
        out.retry(COME_BACK_AFTER);
        OutputTeller teller = new OutputTeller(out, has);
        try (LiveFollower live = outputs.follow(patch)) {
            CompletableFuture<PatchStory> over = index.whenOver(patch);
            CompletableFuture<Void> called = over.thenRun(live::call);
            try {
                tell(patch, live, teller, out);
            } finally {
                called.cancel(false);
                index.stopWaiting(patch, over);
            }
        }
    }

    private void tell(PatchId patch, LiveFollower live, OutputTeller teller, SseWriter out)
            throws IOException, InterruptedException {
        out.flush();
        while (!feed.isClosed()) {
            Optional<PatchStory> story = index.story(patch);
            if (story.isEmpty() || isTold(story.get(), teller, out)) {
                return;
            }
            Optional<OutputPiece> piece = live.next(LOOK_EVERY);
            if (piece.isPresent()) {
                tellRestBefore(piece.get().ref(), story.get(), teller);
                teller.tell(piece.get());
            } else {
                out.heartbeat();
            }
            out.flush();
        }
    }

    /** Whether the patch is over and the follower has all that there is. While the log cannot be read it is not. */
    private boolean isTold(PatchStory story, OutputTeller teller, SseWriter out)
            throws IOException, InterruptedException {
        if (!story.state().isOver()) {
            return false;
        }
        Optional<Ending> ending = story.ending();
        if (ending.isPresent() && !isRestTold(ending.get().offset(), teller)) {
            return false;
        }
        End end = new End(
                story.state(),
                story.run(),
                story.attempt(),
                ending.flatMap(Ending::code),
                ending.flatMap(Ending::summary));
        out.event(OutputEnd.id(story.run()), "end", OutputTeller.json(end));
        out.flush();
        return true;
    }

    /** What an attempt wrote last may come later than its end is known, or never: it is in its outcome. */
    private void tellRestBefore(RunRef next, PatchStory story, OutputTeller teller)
            throws IOException, InterruptedException {
        for (AttemptView attempt : AttemptView.of(story.timeline())) {
            if (teller.isAt(attempt.run(), attempt.attempt())
                    && !teller.isAt(next.run(), next.attempt())
                    && attempt.event().isPresent()) {
                isRestTold(attempt.event().get(), teller);
            }
        }
    }

    private boolean isRestTold(long offset, OutputTeller teller) throws IOException, InterruptedException {
        try (AnswerMemory.Share share = memory.share()) {
            if (!share.take(outcomes.cost(offset))) {
                return false;
            }
            Optional<LogOutcomes.Ended> ended = outcome(offset);
            if (ended.isPresent()) {
                teller.tellRest(ended.get().ref(), ended.get().outcome().report());
            }
            return ended.isPresent();
        }
    }

    private Optional<LogOutcomes.Ended> outcome(long offset) throws InterruptedException {
        try {
            return Optional.of(outcomes.at(offset));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
