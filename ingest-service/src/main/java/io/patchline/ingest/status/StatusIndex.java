package io.patchline.ingest.status;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.ingest.http.ProblemException;
import io.patchline.ingest.log.LogListener;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.patch.PatchId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The stories of the newest patches, folded from the log. The log is the truth, this is a convenience: another replica, or this one after
 * a restart, comes to the same by reading the same. Safe for use by several threads.
 */
public final class StatusIndex implements LogListener {
    private final int keep;
    private final long memory;
    private final LinkedHashMap<PatchId, PatchStory> stories = new LinkedHashMap<>();
    private final Map<PatchId, List<Waiter>> waiting = new HashMap<>();
    private long bytes;
    private long evicted;

    /**
     * @param keep how many stories are kept, the newest: at least 1
     * @param memory what they may take on the heap together, about, in bytes: the oldest go before their number is reached
     */
    public StatusIndex(int keep, long memory) {
        if (keep < 1) {
            throw new IllegalArgumentException("patchline.status.keep must be at least 1, is " + keep);
        }
        this.keep = keep;
        this.memory = memory;
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

    /** A request was confirmed, and need not be in the log's view yet for whoever asked to see it. Returns the story with it. */
    public PatchStory requested(EventEnvelope request) {
        PatchId id = request.data().ref().patch();
        fold(id, story -> story.requested(request));
        return story(id).orElseThrow(() -> new IllegalStateException("a patch left the index while it was cancelled"));
    }

    /** The patch's story; empty if it was never heard of or is older than what is kept. */
    public synchronized Optional<PatchStory> story(PatchId id) {
        return Optional.ofNullable(stories.get(id))
                .filter(story -> story.origin().isPresent());
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

    /** All stories that are kept, as they are now, those first that were heard of last. */
    public List<PatchStory> newestFirst() {
        synchronized (this) {
            return List.copyOf(stories.sequencedValues().reversed());
        }
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
            PatchStory now = stories.get(id);
            if (now == null || !asked.test(now)) {
                waiting.computeIfAbsent(id, any -> new ArrayList<>()).add(new Waiter(asked, result));
                return result;
            }
            result.complete(now);
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
        return stories.values().stream()
                .filter(story -> !story.state().isOver() && story.origin().isPresent())
                .toList();
    }

    /** The stories that wait for a review, as they are now. */
    public synchronized List<PatchStory> awaitingReview() {
        return stories.values().stream()
                .filter(story -> story.state() == PatchState.AWAITING_REVIEW
                        && story.origin().isPresent())
                .toList();
    }

    /** Whether there is a patch that waits, runs, or waits for another attempt. */
    public synchronized boolean hasUnfinished() {
        return stories.values().stream()
                .anyMatch(story -> !story.state().isOver() && story.origin().isPresent());
    }

    public synchronized int size() {
        return stories.size();
    }

    /** About what they take on the heap, in bytes. */
    public synchronized long bytes() {
        return bytes;
    }

    /** How many stories were forgotten to make room. */
    public synchronized long evicted() {
        return evicted;
    }

    private void fold(PatchId id, UnaryOperator<PatchStory> change) {
        PatchStory next;
        List<Waiter> toNotify;
        synchronized (this) {
            PatchStory before = stories.get(id);
            next = change.apply(before == null ? PatchStory.begin(id) : before);
            stories.put(next.id(), next);
            bytes += next.heapBytes() - (before == null ? 0 : before.heapBytes());
            forgetOldest();
            toNotify = leaveOut(id, waiter -> waiter.asked().test(next));
        }
        toNotify.forEach(waiter -> waiter.result().complete(next));
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

    private void forgetOldest() {
        while (stories.size() > keep || (bytes > memory && stories.size() > 1)) {
            bytes -= stories.pollFirstEntry().getValue().heapBytes();
            evicted++;
        }
    }
}
