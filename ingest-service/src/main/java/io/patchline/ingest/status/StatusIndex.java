package io.patchline.ingest.status;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.log.LogListener;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.Outcome;
import io.patchline.patch.PatchId;
import io.patchline.transition.LogValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stories of the newest patches, folded from the log. The log is the truth, this is a convenience: another replica, or this one after
 * a restart, comes to the same by reading the same. Safe for use by several threads.
 */
public final class StatusIndex implements LogListener {
    private static final Logger LOG = LoggerFactory.getLogger(StatusIndex.class);

    private final KeptStories stories;
    private final Map<PatchId, List<Waiter>> waiting = new HashMap<>();

    /**
     * @param keep how many stories are kept: at least 1. What is over goes first, what awaits a review last
     * @param memory what they may take on the heap together, about, in bytes: they go before their number is reached
     */
    public StatusIndex(int keep, long memory) {
        if (keep < 1) {
            throw new IllegalArgumentException("patchline.status.keep must be at least 1, is " + keep);
        }
        this.stories = new KeptStories(keep, memory);
    }

    /** Somebody who waits until a story is as this asks. */
    private record Waiter(Predicate<PatchStory> asked, CompletableFuture<PatchStory> result) {}

    /** A patch's message was confirmed by the broker and is on its way through the log. */
    public void accepted(PatchMessage message) {
        fold(message.patch().id(), story -> story.accepted(message, Optional.empty()));
    }

    /** A patch's message was read from the log, at this place. */
    @Override
    public void accepted(PatchMessage message, long offset) {
        fold(message.patch().id(), story -> story.accepted(message, Optional.of(offset)));
    }

    /**
     * An event was read from the log.
     *
     * @param offset where
     */
    @Override
    public void happened(EventEnvelope event, long offset) {
        PatchId id = event.data().ref().patch();
        fold(id, story -> story.happened(event, offset));
        if (event.data() instanceof PatchEvent.Finished finished && finished.outcome() instanceof Outcome.Succeeded) {
            story(id).flatMap(PatchStory::origin).map(AcceptedPatch::reverts).orElse(List.of()).stream()
                    .filter(reverted -> story(reverted).isPresent())
                    .forEach(reverted -> fold(reverted, story -> story.revertedBy(id)));
        }
    }

    /**
     * A request was confirmed, and need not be in the log's view yet for whoever asked to see it. Returns the story with it.
     *
     * @param asked the story that the request is about, as it was looked at; it may have been forgotten since, to make room
     */
    public PatchStory requested(PatchStory asked, EventEnvelope request) {
        if (story(asked.id()).isPresent()) {
            fold(asked.id(), story -> story.requested(request));
        }
        return story(asked.id()).orElseGet(() -> asked.requested(request));
    }

    /** The patch's story; empty if it was never heard of or is older than what is kept. */
    public synchronized Optional<PatchStory> story(PatchId id) {
        return stories.get(id).filter(story -> story.origin().isPresent());
    }

    /**
     * The story of the patch that a client names.
     *
     * @throws ProblemException with {@code not_found} if the id is none, or if no patch with it is known
     */
    public PatchStory known(String id) {
        return PatchId.parse(id)
                .flatMap(this::story)
                .orElseThrow(
                        () -> new ProblemException(
                                ErrorCode.NOT_FOUND,
                                "No patch with this id is known. Check the id; GET /v1/patches lists those that are, and patches older than what is kept are in the broker's log only."));
    }

    /** All stories that are kept, as they are now: those that are not over, those that are, and those of reviews, the newest of each first. */
    public synchronized List<PatchStory> newestFirst() {
        return stories.newestFirst();
    }

    /**
     * Completes when the patch's newest run is over, at once if it is. Whoever stops waiting cancels it.
     */
    public CompletableFuture<PatchStory> whenOver(PatchId id) {
        return when(id, story -> story.state().isOver());
    }

    /**
     * Completes when the patch is not over, or where it ends in a dead letter, when that is there. Whoever stops waiting cancels it.
     */
    public CompletableFuture<PatchStory> whenDeadLettered(PatchId id) {
        return when(id, story -> !story.isDeadLetterToCome());
    }

    /**
     * Completes when it is known where in the log the patch is, at once if it is: a moment after the 202. Whoever stops waiting cancels it.
     */
    public CompletableFuture<PatchStory> whenInLog(PatchId id) {
        return when(id, story -> story.origin().flatMap(AcceptedPatch::offset).isPresent());
    }

    private CompletableFuture<PatchStory> when(PatchId id, Predicate<PatchStory> asked) {
        CompletableFuture<PatchStory> result = new CompletableFuture<>();
        synchronized (this) {
            Optional<PatchStory> now = stories.get(id).filter(asked);
            if (now.isEmpty()) {
                waiting.computeIfAbsent(id, any -> new ArrayList<>()).add(new Waiter(asked, result));
                return result;
            }
            result.complete(now.get());
        }
        return result;
    }

    /** Forgets somebody who waited in vain. */
    public synchronized void stopWaiting(PatchId id, CompletableFuture<PatchStory> result) {
        result.cancel(false);
        leaveOut(id, waiter -> waiter.result().isDone());
    }

    /** How many wait. */
    public synchronized int waiters() {
        return waiting.values().stream().mapToInt(List::size).sum();
    }

    /** The stories that are not over, as they are now: of patches that wait, run, or wait for another attempt. */
    public synchronized List<PatchStory> unfinished() {
        return stories.unfinished().toList();
    }

    /** The stories that wait for a review, as they are now. */
    public synchronized List<PatchStory> awaitingReview() {
        return stories.awaitingReview().toList();
    }

    /** How many wait for a review. */
    public synchronized long reviews() {
        return stories.awaitingReview().count();
    }

    /** Whether there is a patch that waits, runs, or waits for another attempt. */
    public synchronized boolean hasUnfinished() {
        return stories.unfinished().findAny().isPresent();
    }

    public synchronized int size() {
        return stories.size();
    }

    /** About what they take on the heap, in bytes. */
    public synchronized long bytes() {
        return stories.bytes();
    }

    /** How many stories were forgotten to make room. */
    public synchronized long evicted() {
        return stories.evicted();
    }

    /** Of how many reviews that were not over nobody can judge the commit any more, because the story was forgotten. */
    public synchronized long evictedReviews() {
        return stories.evictedReviews();
    }

    private void fold(PatchId id, UnaryOperator<PatchStory> change) {
        PatchStory next;
        List<Waiter> toNotify;
        List<PatchStory> unjudged;
        synchronized (this) {
            next = change.apply(stories.get(id).orElseGet(() -> PatchStory.begin(id)));
            unjudged = stories.put(next);
            toNotify = leaveOut(id, waiter -> waiter.asked().test(next));
        }
        toNotify.forEach(waiter -> waiter.result().complete(next));
        unjudged.forEach(StatusIndex::warn);
    }

    private static void warn(PatchStory unjudged) {
        LOG.atWarn()
                .addKeyValue("patch", LogValue.text(unjudged.id().value()))
                .addKeyValue(
                        "branch",
                        unjudged.ending()
                                .flatMap(RunEnd::git)
                                .flatMap(GitReport::reviewBranch)
                                .map(LogValue::text)
                                .orElse(""))
                .log(
                        "A commit waits for a review that nobody can give any more, and that does not expire: its story was forgotten to make room, or its patch has left the log");
    }

    /** Those who wait no more. */
    private List<Waiter> leaveOut(PatchId id, Predicate<Waiter> done) {
        List<Waiter> all = waiting.get(id);
        if (all == null) {
            return List.of();
        }
        List<Waiter> left = all.stream().filter(done).toList();
        all.removeAll(left);
        if (all.isEmpty()) {
            waiting.remove(id);
        }
        return left;
    }
}
