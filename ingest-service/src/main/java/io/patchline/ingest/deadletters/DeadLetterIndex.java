package io.patchline.ingest.deadletters;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.ingest.log.LogListener;
import io.patchline.ingest.memory.HeapSize;
import io.patchline.ingest.memory.RecentEntries;
import io.patchline.message.DeadLetterId;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.Disposition;
import io.patchline.outcome.RetryPolicy;
import io.patchline.patch.PatchId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What is dead now, folded from the log: every replica, and this one after a restart, comes to the same by reading the same. The messages themselves are
 * in {@code patches.dead}, and the index never touches them. Safe for use by several threads.
 *
 * <p>A dead letter leaves when somebody's act is in the log, when its patch's message for the next run is in the log, or when a later run of it begins: so it
 * also notices what was moved in the broker's console.
 */
public final class DeadLetterIndex implements LogListener {
    /** Of letters that have left, how many are remembered. */
    private static final int REMEMBERED = 100_000;

    /** Of the memory, the part of each of the five collections of what has left; what is dead now has the rest. */
    private static final int PARTS = 12;

    private final int keep;
    private final long memory;
    private final TreeMap<Long, DeadLetterEntry> byOffset = new TreeMap<>();
    private final Map<DeadLetterId, DeadLetterEntry> byId = new HashMap<>();
    private final RecentEntries<DeadLetterId, DeadLetterEntry> leaving;
    private final RecentEntries<DeadLetterId, DeadLetterEntry> running;
    private final RecentEntries<DeadLetterId, Integer> settled;
    private final RecentEntries<PatchId, Long> underWay;
    private final RecentEntries<DeadLetterId, PatchEvent.DeadLetterEvent> acts;
    private long bytes;
    private long evicted;

    /**
     * @param keep how many dead letters are kept, the newest: at least 1
     * @param memory what they and what is remembered of others may take on the heap together, about, in bytes: the oldest go first
     */
    public DeadLetterIndex(int keep, long memory) {
        if (keep < 1) {
            throw new IllegalArgumentException("patchline.dead-letters.keep must be at least 1, is " + keep);
        }
        this.keep = keep;
        long part = memory / PARTS;
        this.memory = memory - 5 * part;
        this.leaving = new RecentEntries<>(REMEMBERED, part, (id, entry) -> entry.heapBytes());
        this.running = new RecentEntries<>(REMEMBERED, part, (id, entry) -> entry.heapBytes());
        this.settled = new RecentEntries<>(REMEMBERED, part, (id, run) -> HeapSize.of(id));
        this.underWay = new RecentEntries<>(REMEMBERED, part, (id, offset) -> HeapSize.of(id));
        this.acts = new RecentEntries<>(REMEMBERED, part, (id, act) -> HeapSize.of(id) + HeapSize.of(act));
    }

    @Override
    public synchronized void accepted(PatchMessage message, long offset) {
        PatchId patch = message.patch().id();
        underWay.put(patch, offset);
        left(DeadLetterId.of(patch), message.run());
    }

    @Override
    public synchronized void happened(EventEnvelope envelope, long offset) {
        PatchEvent event = envelope.data();
        switch (event) {
            case PatchEvent.DeadLettered letter ->
                died(DeadLetterEntry.of(letter, envelope.time(), offset, patchOffset(letter)));
            case PatchEvent.Declined declined -> stayed(declined);
            case PatchEvent.CancelRequested request -> {}
            case PatchEvent.LaneEvent lane -> {}
            case PatchEvent.Callback callback -> {}
            case PatchEvent.ApproveRequested request -> {}
            case PatchEvent.RejectRequested request -> {}
            case PatchEvent.Started started -> begun(started);
            case PatchEvent.Retrying retrying -> begun(retrying);
            case PatchEvent.Finished finished -> finished(finished);
            case PatchEvent.Replayed replayed -> {
                act(replayed);
                if (replayed.replayedAs().isPresent()) {
                    settled(DeadLetterEntry.idOf(replayed), replayed.nextRun());
                }
            }
            case PatchEvent.Discarded discarded -> {
                act(discarded);
                settled(DeadLetterEntry.idOf(discarded), discarded.nextRun());
            }
            case PatchEvent.Vanished vanished -> act(vanished);
        }
    }

    /** The dead letter of this name; empty if it is none, or none any more. */
    public synchronized Optional<DeadLetterEntry> find(DeadLetterId id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** What was done last with the dead letter of this name, as far as it is remembered. */
    synchronized Optional<PatchEvent.DeadLetterEvent> lastAct(DeadLetterId id) {
        return acts.get(id);
    }

    /** Those that the filter takes, the newest first. */
    public synchronized List<DeadLetterEntry> matching(DeadLetterFilter filter) {
        return byOffset.descendingMap().values().stream().filter(filter::takes).toList();
    }

    /** Those that were set aside in this hold, in the order of their lane. */
    public synchronized List<DeadLetterEntry> heldBy(PatchId hold) {
        return byOffset.values().stream()
                .filter(entry -> entry.order(hold) > 0)
                .sorted(Comparator.comparingLong(entry -> entry.order(hold)))
                .toList();
    }

    /** The place in the log of the newest that is listed; 0 if none is. */
    public synchronized long lastOffset() {
        return byOffset.isEmpty() ? 0 : byOffset.lastKey();
    }

    public synchronized int size() {
        return byId.size();
    }

    /** About what is kept takes on the heap, in bytes. */
    public synchronized long bytes() {
        return bytes + leaving.bytes() + running.bytes() + settled.bytes() + underWay.bytes() + acts.bytes();
    }

    /** How many there are of those that were set aside, by the hold in which they were. */
    public synchronized Map<PatchId, Integer> heldCounts() {
        Map<PatchId, Integer> counts = new HashMap<>();
        for (DeadLetterEntry entry : byOffset.values()) {
            entry.hold().filter(part -> !part.ofHolder()).ifPresent(part -> counts.merge(part.by(), 1, Integer::sum));
        }
        return counts;
    }

    /** How many were forgotten to make room, though they may be in the queue still. */
    public synchronized long evicted() {
        return evicted;
    }

    /** Whether a message for this run is of no use any more: the run is over, or somebody decided that there shall be none. */
    synchronized boolean isSettled(DeadLetterId id, int run) {
        return settled.get(id).filter(until -> run <= until).isPresent();
    }

    private void act(PatchEvent.DeadLetterEvent event) {
        DeadLetterId id = DeadLetterEntry.idOf(event);
        left(id, event.nextRun());
        acts.put(id, event);
    }

    private void died(DeadLetterEntry entry) {
        DeadLetterEntry known = byId.get(entry.id());
        boolean again = known != null && known.nextRun() >= entry.nextRun();
        if (again || isSettled(entry.id(), entry.nextRun())) {
            return;
        }
        if (known != null) {
            remove(known);
        }
        byId.put(entry.id(), entry);
        byOffset.put(entry.offset(), entry);
        bytes += entry.heapBytes();
        while (byId.size() > keep || (bytes > memory && byId.size() > 1)) {
            remove(byOffset.firstEntry().getValue());
            evicted++;
        }
    }

    /** A message for the run is on its way: the letter comes back only if the lane queue declines it. */
    private void left(DeadLetterId id, int run) {
        DeadLetterEntry entry = byId.get(id);
        if (entry != null && entry.nextRun() <= run) {
            remove(entry);
            leaving.put(id, entry);
        }
    }

    private void stayed(PatchEvent.Declined declined) {
        DeadLetterId id = DeadLetterId.of(declined.ref().patch());
        leaving.get(id)
                .filter(entry -> entry.nextRun() == declined.ref().run() && !isSettled(id, entry.nextRun()))
                .ifPresent(entry -> {
                    leaving.remove(id);
                    died(entry);
                });
    }

    /** It runs again. Its message may still come back by itself: the broker gives up on what kills its executors. */
    private void begun(PatchEvent event) {
        letterOf(event).ifPresent(letter -> {
            remove(letter);
            leaving.remove(letter.id());
            running.put(letter.id(), letter);
            letter.patchOffset().ifPresent(offset -> underWay.put(event.ref().patch(), offset));
        });
    }

    /** The run is over: a copy of its message is of no use any more. */
    private void finished(PatchEvent.Finished event) {
        begun(event);
        letterOf(event).ifPresent(letter -> {
            running.remove(letter.id());
            settled(letter.id(), event.ref().run());
        });
        if (!needsAPerson(event)) {
            underWay.remove(event.ref().patch());
        }
    }

    /** The letter whose replay this event is about. */
    private Optional<DeadLetterEntry> letterOf(PatchEvent event) {
        DeadLetterId id = DeadLetterId.of(event.ref().patch());
        return Optional.ofNullable(byId.get(id))
                .or(() -> leaving.get(id))
                .or(() -> running.get(id))
                .filter(letter -> letter.nextRun() <= event.ref().run());
    }

    private void settled(DeadLetterId id, int run) {
        leaving.remove(id);
        settled.put(id, Math.max(run, settled.get(id).orElse(0)));
    }

    private void remove(DeadLetterEntry entry) {
        if (byId.remove(entry.id()) != null) {
            byOffset.remove(entry.offset());
            bytes -= entry.heapBytes();
        }
    }

    private OptionalLong patchOffset(PatchEvent.DeadLettered letter) {
        Optional<Long> offset = letter.letter().isPresent()
                ? Optional.empty()
                : underWay.get(letter.ref().patch());
        return offset.map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    private static boolean needsAPerson(PatchEvent.Finished finished) {
        return RetryPolicy.noMore().decide(finished.outcome(), finished.ref().attempt())
                instanceof Disposition.DeadLetter;
    }
}
