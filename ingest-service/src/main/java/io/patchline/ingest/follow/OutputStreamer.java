package io.patchline.ingest.follow;

import io.patchline.event.OutputPiece;
import io.patchline.event.RunRef;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.log.LogOutcomes;
import io.patchline.ingest.log.NotInLogException;
import io.patchline.ingest.log.RecentEvents;
import io.patchline.ingest.status.AttemptView;
import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.RunEnd;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.PatchId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Writes to a follower the output of a patch as its commands write it, and when the patch is over the rest from the log, and that it is over. On the follower's own thread.
 */
@Singleton
final class OutputStreamer {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration COME_BACK_AFTER = Duration.ofSeconds(1);

    private final StatusIndex index;
    private final LiveOutputSubscriptions outputs;
    private final LogOutcomes outcomes;
    private final RecentEvents recentEvents;
    private final AnswerMemory memory;

    OutputStreamer(
            StatusIndex index,
            LiveOutputSubscriptions outputs,
            LogOutcomes outcomes,
            RecentEvents recentEvents,
            AnswerMemory memory) {
        this.memory = memory;
        this.index = index;
        this.outputs = outputs;
        this.outcomes = outcomes;
        this.recentEvents = recentEvents;
    }

    /** The data of the last event. */
    private record End(PatchState status, int run, int attempt, Optional<ErrorCode> code, Optional<String> summary) {}

    /**
     * Returns when the patch is over or the service ends.
     *
     * @param has what the follower has already
     * @throws IOException when the follower has gone
     */
    void stream(PatchId patch, Optional<OutputPosition> has, SseWriter out) throws IOException, InterruptedException {
        out.retry(COME_BACK_AFTER);
        OutputSseWriter writer = new OutputSseWriter(out, has);
        try (LiveFollower live = outputs.follow(patch)) {
            CompletableFuture<PatchStory> over = index.whenOver(patch);
            CompletableFuture<Void> called = over.thenRun(live::call);
            try {
                stream(patch, live, writer, out);
            } finally {
                called.cancel(false);
                index.stopWaiting(patch, over);
            }
        }
    }

    private void stream(PatchId patch, LiveFollower live, OutputSseWriter writer, SseWriter out)
            throws IOException, InterruptedException {
        out.flush();
        while (!recentEvents.isClosed()) {
            Optional<PatchStory> story = index.story(patch);
            if (story.isEmpty() || isWritten(story.get(), writer, out)) {
                return;
            }
            Optional<OutputPiece> piece = live.next(LOOK_EVERY);
            if (piece.isPresent()) {
                writeRestBefore(piece.get().ref(), story.get(), writer);
                writer.write(piece.get());
            } else {
                out.heartbeat();
            }
            out.flush();
        }
    }

    /** Whether the patch is over and the follower has all that there is. While the log cannot be read it is not. */
    private boolean isWritten(PatchStory story, OutputSseWriter writer, SseWriter out)
            throws IOException, InterruptedException {
        if (!story.state().isOver()) {
            return false;
        }
        Optional<RunEnd> ending = story.ending();
        if (ending.isPresent() && !isRestWritten(story.id(), ending.get().offset(), writer)) {
            return false;
        }
        End end = new End(
                story.state(),
                story.run(),
                story.attempt(),
                ending.flatMap(RunEnd::code),
                ending.flatMap(RunEnd::summary));
        out.event(OutputEnd.id(story.run()), "end", OutputSseWriter.json(end));
        out.flush();
        return true;
    }

    /** What an attempt wrote last may come later than its end is known, or never: it is in its outcome. */
    private void writeRestBefore(RunRef next, PatchStory story, OutputSseWriter writer)
            throws IOException, InterruptedException {
        for (AttemptView attempt : AttemptView.of(story.timeline())) {
            if (writer.isAt(attempt.run(), attempt.attempt())
                    && !writer.isAt(next.run(), next.attempt())
                    && attempt.event().isPresent()) {
                isRestWritten(story.id(), attempt.event().get(), writer);
            }
        }
    }

    /** Whether the follower has all that there is, also where the log does not hold it any more. */
    private boolean isRestWritten(PatchId patch, long offset, OutputSseWriter writer)
            throws IOException, InterruptedException {
        try (AnswerMemory.Share share = memory.share()) {
            if (!share.take(outcomes.cost(offset))) {
                return false;
            }
            Optional<LogOutcomes.Ended> ended = outcome(patch, offset);
            if (ended.isPresent()) {
                writer.writeRest(ended.get().ref(), ended.get().outcome().report());
            }
            return ended.isPresent();
        } catch (NotInLogException e) {
            return true;
        }
    }

    private Optional<LogOutcomes.Ended> outcome(PatchId patch, long offset)
            throws NotInLogException, InterruptedException {
        try {
            return Optional.of(outcomes.at(patch, offset));
        } catch (NotInLogException e) {
            throw e;
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
