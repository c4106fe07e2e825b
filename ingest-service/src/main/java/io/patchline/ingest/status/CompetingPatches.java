package io.patchline.ingest.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The messages that came under one id. Two replicas may accept two contents under it at the same moment; the ledger lets one of them run, which need
 * not be the one that the log has first. So the story is that of the first until an executor tells which content it has claimed.
 *
 * @param current the one whose story it is; absent as long as an event was seen and no message
 * @param others those with other content: at most {@value #MOST_OTHERS}
 * @param claimed the fingerprint of the content that runs or ran; absent until it is told
 */
record CompetingPatches(Optional<AcceptedPatch> current, List<AcceptedPatch> others, Optional<String> claimed) {
    static final int MOST_OTHERS = 4;

    static final CompetingPatches NONE = new CompetingPatches(Optional.empty(), List.of(), Optional.empty());

    /** With another message, or the same one read again from the log. */
    CompetingPatches with(AcceptedPatch message) {
        if (current.isEmpty() || current.get().isSameContentAs(message)) {
            return new CompetingPatches(
                    current.filter(first -> first.offset().isPresent()).or(() -> Optional.of(message)),
                    others,
                    claimed);
        }
        List<AcceptedPatch> more = new ArrayList<>(others);
        more.removeIf(message::isSameContentAs);
        if (more.size() < MOST_OTHERS || isClaimed(message)) {
            more.add(message);
        }
        return new CompetingPatches(current, List.copyOf(more), claimed).settled();
    }

    /** With the content that an executor has claimed: the first that is told, for the ledger lets no other one run. */
    CompetingPatches claimed(String fingerprint) {
        return claimed.isPresent() ? this : new CompetingPatches(current, others, Optional.of(fingerprint)).settled();
    }

    /** Whether this is the message whose story is shown. */
    boolean areOf(AcceptedPatch message) {
        return current.filter(message::isSameContentAs).isPresent();
    }

    /** What their texts take on the heap, in bytes. */
    int textBytes() {
        return current.map(AcceptedPatch::textBytes).orElse(0)
                + others.stream().mapToInt(AcceptedPatch::heapBytes).sum();
    }

    /** The claimed one is shown, if its message is known. Its fingerprint is kept once. */
    private CompetingPatches settled() {
        Optional<AcceptedPatch> runs = current.filter(this::isClaimed)
                .or(() -> others.stream().filter(this::isClaimed).findFirst());
        if (runs.isEmpty()) {
            return this;
        }
        List<AcceptedPatch> rest = new ArrayList<>(others);
        current.ifPresent(rest::add);
        rest.remove(runs.get());
        return new CompetingPatches(runs, List.copyOf(rest), runs.map(AcceptedPatch::fingerprint));
    }

    private boolean isClaimed(AcceptedPatch message) {
        return claimed.filter(message.fingerprint()::equals).isPresent();
    }
}
