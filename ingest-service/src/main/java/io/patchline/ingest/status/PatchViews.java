package io.patchline.ingest.status;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.CurrentSession;
import io.patchline.ingest.answers.AnswerMemory;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.log.LogMessage;
import io.patchline.ingest.log.LogOutcomes;
import io.patchline.ingest.log.LogRangeReader;
import io.patchline.ingest.log.NotInLogException;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchId;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stories of patches: what the index knows, and the outcome from the log. */
@Singleton
public final class PatchViews {
    /** It takes milliseconds, unless the service is behind with the log after a lost connection. */
    private static final Duration IN_LOG_WITHIN = Duration.ofSeconds(5);

    /** It follows the outcome in milliseconds, unless the executor dies between the two. */
    private static final Duration DEAD_LETTER_WITHIN = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(PatchViews.class);

    private final StatusIndex index;
    private final LogOutcomes outcomes;
    private final CurrentSession current;
    private final Clock clock;

    PatchViews(StatusIndex index, LogOutcomes outcomes, CurrentSession current, Clock clock) {
        this.clock = clock;
        this.index = index;
        this.outcomes = outcomes;
        this.current = current;
    }

    /**
     * The story as it is; empty if the patch is not known. Without the outcome where there is no memory for it.
     *
     * @param memory of the answer
     */
    public Uni<Optional<PatchView>> now(PatchId id, OutputView output, AnswerMemory.Share memory) {
        return view(() -> index.story(id), output, memory);
    }

    private Uni<Optional<PatchView>> view(
            Supplier<Optional<PatchStory>> story, OutputView output, AnswerMemory.Share memory) {
        return Uni.createFrom()
                .item(() -> story.get().map(found -> view(found, output, memory)))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    /**
     * As {@link #whenOver(PatchStory, Duration, OutputView, AnswerMemory.Share)}. Fails with {@link ProblemException} where the patch's story is not kept.
     *
     * @param memory of the answer
     */
    public Uni<PatchView> whenOver(PatchId id, Duration atMost, OutputView output, AnswerMemory.Share memory) {
        return index.story(id)
                .map(known -> whenOver(known, atMost, output, memory))
                .orElseGet(
                        () -> Uni.createFrom()
                                .failure(
                                        new ProblemException(
                                                ErrorCode.NOT_FOUND,
                                                "The patch's story is not kept any more: it was forgotten to make room. What becomes of the patch is in the broker's log.")));
    }

    /**
     * The story of a patch that is known, when its newest run is over and its dead letter, if there is to be one, is there; or as it is after this time.
     * Without the outcome where there is no memory for it.
     *
     * @param known the story as it was last seen, which is shown where it is forgotten meanwhile
     * @param memory of the answer
     */
    public Uni<PatchView> whenOver(PatchStory known, Duration atMost, OutputView output, AnswerMemory.Share memory) {
        PatchId id = known.id();
        Duration forDeadLetter = atMost.compareTo(DEAD_LETTER_WITHIN) < 0 ? atMost : DEAD_LETTER_WITHIN;
        return await(id, index::whenOver, atMost)
                .chain(() -> await(id, index::whenDeadLettered, forDeadLetter))
                .chain(() -> view(() -> index.story(id).or(() -> Optional.of(known)), output, memory))
                .map(Optional::orElseThrow);
    }

    private Uni<Void> await(PatchId id, Function<PatchId, CompletableFuture<PatchStory>> what, Duration atMost) {
        if (!atMost.isPositive()) {
            return Uni.createFrom().voidItem();
        }
        CompletableFuture<PatchStory> result = what.apply(id);
        return Uni.createFrom()
                .completionStage(result)
                .replaceWithVoid()
                .ifNoItem()
                .after(atMost)
                .recoverWithItem((Void) null)
                .onTermination()
                .invoke(() -> index.stopWaiting(id, result));
    }

    private PatchView view(PatchStory story, OutputView output, AnswerMemory.Share memory) {
        Optional<Outcome> outcome = story.ending()
                .filter(ending -> output != OutputView.NONE)
                .filter(ending -> memory.take(outcomes.cost(ending.offset())))
                .flatMap(ending -> outcome(story.id(), ending.offset()));
        return PatchView.of(story, outcome, output);
    }

    /**
     * The patch as it was submitted, in the form that executors get. Blocks; of a patch that was accepted this moment, until the log is read that far.
     *
     * @throws NotInLogException if the log does not hold it any more
     * @throws IOException if the log cannot be read
     */
    public Patch patch(PatchId id) throws IOException, InterruptedException {
        return message(id).patch();
    }

    /**
     * The message by which the patch was accepted. Blocks; of a patch that was accepted this moment, until the log is read that far.
     *
     * @throws NotInLogException if the log does not hold it any more
     * @throws IOException if the log cannot be read
     */
    public PatchMessage message(PatchId id) throws IOException, InterruptedException {
        long offset = place(id);
        Optional<BrokerSession> session = current.session();
        if (session.isEmpty()) {
            throw new IOException("the broker is away");
        }
        try {
            LogMessage message = new LogRangeReader(session.get()).at(offset);
            if (!message.isOf(id)) {
                throw new NotInLogException("the log is another one than when the patch was accepted");
            }
            return PatchMessage.read(message.headers(), message.body(), clock.instant());
        } catch (UndecodableException e) {
            throw new IOException("the log holds something else there", e);
        }
    }

    private long place(PatchId id) throws IOException, InterruptedException {
        CompletableFuture<PatchStory> inLog = index.whenInLog(id);
        try {
            return inLog.get(IN_LOG_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .origin()
                    .flatMap(AcceptedPatch::offset)
                    .orElseThrow();
        } catch (TimeoutException e) {
            throw new IOException("the broker has the patch, and the log is not read that far yet", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails a wait for the log", e);
        } finally {
            index.stopWaiting(id, inLog);
        }
    }

    private Optional<Outcome> outcome(PatchId id, long offset) {
        try {
            return Optional.of(outcomes.at(id, offset).outcome());
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("offset", offset)
                    .addKeyValue("cause", e.getMessage())
                    .log("An outcome cannot be read from the log");
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
