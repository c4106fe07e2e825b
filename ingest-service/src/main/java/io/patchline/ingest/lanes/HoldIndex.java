package io.patchline.ingest.lanes;

import io.patchline.event.EventEnvelope;
import io.patchline.event.LaneHold;
import io.patchline.event.PatchEvent;
import io.patchline.ingest.deadletters.DeadLetterEntry;
import io.patchline.ingest.log.LogListener;
import io.patchline.ingest.memory.HeapSize;
import io.patchline.ingest.memory.RecentEntries;
import io.patchline.message.LaneRelease;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.message.PatchMessage;
import io.patchline.patch.Lane;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lanes that are held, folded from the log. The executors' ledger decides; this tells operators, and what is left to do where they ordered something. Safe for use by several
 * threads.
 */
public final class HoldIndex implements LogListener {
    /** Of holds that are over, how many are remembered: a dead letter that is found later in its queue must not bring one back. */
    private static final int REMEMBERED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(HoldIndex.class);

    private final long memory;
    private final LinkedHashMap<Lane, HeldLane> holds = new LinkedHashMap<>();
    private final RecentEntries<LaneHold, Instant> over;
    private long bytes;
    private long evicted;

    /**
     * @param memory what the holds, and what is remembered of those that are over, may take on the heap together, about, in bytes: the oldest go first
     */
    public HoldIndex(long memory) {
        long ofOver = memory / 4;
        this.memory = memory - ofOver;
        this.over = new RecentEntries<>(REMEMBERED, ofOver, (hold, end) -> HeapSize.of(hold));
    }

    @Override
    public void accepted(PatchMessage message, long offset) {}

    @Override
    public synchronized void happened(EventEnvelope envelope, long offset) {
        PatchEvent event = envelope.data();
        Lane lane = event.ref().lane();
        switch (event) {
            case PatchEvent.DeadLettered letter -> letter.hold().ifPresent(part -> died(letter, part, envelope.time()));
            case PatchEvent.LaneClearing clearing ->
                change(lane, held -> held.by().equals(clearing.hold()) ? held.cleared() : held);
            case PatchEvent.LaneReleased released -> {
                over.put(LaneHold.holder(released.hold()), envelope.time());
                of(lane).filter(held -> held.by().equals(released.hold())).ifPresent(this::remove);
            }
            case PatchEvent.Replayed replayed -> dealtWith(lane, replayed);
            case PatchEvent.Discarded discarded -> dealtWith(lane, discarded);
            case PatchEvent.Vanished vanished -> {}
            case PatchEvent.Declined declined -> {}
            case PatchEvent.CancelRequested request -> {}
            case PatchEvent.Started started -> {}
            case PatchEvent.Retrying retrying -> {}
            case PatchEvent.Finished finished -> {}
            case PatchEvent.Callback callback -> {}
            case PatchEvent.ApproveRequested request -> {}
            case PatchEvent.RejectRequested request -> {}
        }
    }

    @Override
    public synchronized void onMessage(String type, byte[] body, long offset) {
        if (!type.equals(LaneRelease.TYPE)) {
            return;
        }
        try {
            LaneRelease order = LaneRelease.read(body);
            change(
                    order.lane(),
                    held -> held.by().equals(order.hold())
                            ? held.released(order.after().orElse(Long.MAX_VALUE))
                            : held);
        } catch (UndecodableException e) {
            LOG.atWarn().addKeyValue("cause", e.why()).log("A release in the log cannot be read and is passed over");
        }
    }

    /** Whether this dead letter, which held its lane, still does. */
    public boolean isHeldBy(DeadLetterEntry holder) {
        return of(holder.ref().lane())
                .filter(held -> holder.hold()
                        .filter(part -> part.by().equals(held.by()))
                        .isPresent())
                .isPresent();
    }

    /** The hold on this lane, if it is held. */
    public synchronized Optional<HeldLane> of(Lane lane) {
        return Optional.ofNullable(holds.get(lane));
    }

    /** The lanes that are held, those first that are held longest. */
    public synchronized List<HeldLane> all() {
        return holds.values().stream()
                .sorted(Comparator.comparing(HeldLane::since))
                .toList();
    }

    public synchronized int size() {
        return holds.size();
    }

    /** About what is kept takes on the heap, in bytes. */
    public synchronized long bytes() {
        return bytes + over.bytes();
    }

    /** How many were forgotten to make room, though the executors hold them still. */
    public synchronized long evicted() {
        return evicted;
    }

    /** A dead letter that is older than what is known of its lane was found in its queue, and says nothing new of the lane. */
    private void died(PatchEvent.DeadLettered letter, LaneHold part, Instant at) {
        Lane lane = letter.ref().lane();
        Optional<HeldLane> known = of(lane);
        if (known.filter(held -> held.by().equals(part.by())).isPresent()) {
            change(lane, held -> held.with(letter.ref(), part));
            return;
        }
        boolean passed = over.get(LaneHold.holder(part.by()))
                        .filter(end -> !at.isAfter(end))
                        .isPresent()
                || known.filter(held -> !at.isAfter(held.since())).isPresent();
        if (!passed) {
            known.ifPresent(this::remove);
            put(HeldLane.begin(letter.ref(), part, at).with(letter.ref(), part));
        }
    }

    private void put(HeldLane held) {
        holds.put(held.lane(), held);
        bytes += held.heapBytes();
        while (bytes > memory && holds.size() > 1) {
            remove(holds.firstEntry().getValue());
            evicted++;
        }
    }

    private void remove(HeldLane held) {
        holds.remove(held.lane());
        bytes -= held.heapBytes();
    }

    private void dealtWith(Lane lane, PatchEvent.DeadLetterEvent act) {
        if (act.letter().isEmpty()) {
            change(lane, held -> held.holder().equals(act.ref().patch()) ? held.after(act) : held);
        }
    }

    private void change(Lane lane, UnaryOperator<HeldLane> change) {
        HeldLane held = holds.get(lane);
        if (held != null) {
            HeldLane changed = change.apply(held);
            holds.put(lane, changed);
            bytes += changed.heapBytes() - held.heapBytes();
        }
    }
}
