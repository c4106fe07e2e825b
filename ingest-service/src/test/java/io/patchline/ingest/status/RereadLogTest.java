package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replicas, and one that has started again, know the same reviews, wherever each of them was when it made room. */
class RereadLogTest {
    private static final int KEEP = 40;
    private static final int PATCHES = 600;
    /** How far in front of the log a replica may be with what it has accepted itself. */
    private static final int AHEAD = 5;

    /** What the log holds at one place: a patch's message, or an event. */
    private sealed interface Entry {
        record Message(PatchMessage message) implements Entry {}

        record Event(EventEnvelope event) implements Entry {}
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void who_reads_the_log_anew_awaits_the_same_reviews(long seed) {
        List<Entry> log = log(new Random(seed), 20);
        StatusIndex running = new StatusIndex(KEEP, 1 << 30);
        StatusIndex restarted = new StatusIndex(KEEP, 1 << 30);
        foldAhead(running, log, new Random(seed));
        fold(restarted, log, 0);

        assertThat(KeptReviewsTest.waiting(restarted)).isNotEmpty().isEqualTo(KeptReviewsTest.waiting(running));
        assertThat(restarted.evictedReviews()).isEqualTo(running.evictedReviews());
        assertThat(restarted.evicted()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void as_long_as_they_are_within_their_bound_the_same_as_where_nothing_is_forgotten(long seed) {
        List<Entry> log = log(new Random(seed), 300);
        StatusIndex bounded = new StatusIndex(KEEP, 1 << 30);
        StatusIndex all = new StatusIndex(1_000_000, 1 << 30);
        foldAhead(bounded, log, new Random(seed));
        fold(all, log, 0);

        assertThat(bounded.evictedReviews()).isZero();
        assertThat(bounded.evicted()).isPositive();
        assertThat(KeptReviewsTest.waiting(bounded)).isEqualTo(KeptReviewsTest.waiting(all));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_log_that_is_read_a_second_time_changes_nothing(long seed) {
        List<Entry> log = log(new Random(seed), 300);
        StatusIndex index = new StatusIndex(KEEP, 1 << 30);
        fold(index, log, 0);
        List<String> before = KeptReviewsTest.waiting(index);
        fold(index, log, 0);

        assertThat(KeptReviewsTest.waiting(index)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(index.evictedReviews()).isZero();
    }

    /** A replica sees what it accepted itself before it reads that in the log. */
    private static void foldAhead(StatusIndex index, List<Entry> log, Random random) {
        for (int place = 0; place < log.size(); place++) {
            int seen = Math.min(log.size() - 1, place + random.nextInt(AHEAD));
            if (log.get(seen) instanceof Entry.Message own && own.message().run() == 1) {
                index.accepted(own.message());
            }
            fold(index, log.subList(place, place + 1), place);
        }
    }

    private static void fold(StatusIndex index, List<Entry> entries, long offset) {
        for (int i = 0; i < entries.size(); i++) {
            switch (entries.get(i)) {
                case Entry.Message message -> index.accepted(message.message(), offset + i);
                case Entry.Event event -> index.happened(event.event(), offset + i);
            }
        }
    }

    /** Patches side by side, one of so many of which awaits a review, and half of these are approved in the end. */
    private static List<Entry> log(Random random, int oneOf) {
        List<List<Entry>> open = new ArrayList<>();
        List<Entry> log = new ArrayList<>();
        for (int i = 0; i < PATCHES; i++) {
            open.add(new ArrayList<>(entries("p" + i, i % oneOf == 0, random.nextBoolean())));
            while (open.size() > KEEP / 5) {
                List<Entry> next = open.get(random.nextInt(open.size()));
                log.add(next.removeFirst());
                open.removeIf(List::isEmpty);
            }
        }
        open.forEach(log::addAll);
        return log;
    }

    private static List<Entry> entries(String id, boolean reviewed, boolean approved) {
        List<Entry> entries =
                new ArrayList<>(List.of(new Entry.Message(Stories.message(id)), new Entry.Event(Stories.started(id))));
        if (!reviewed) {
            entries.add(new Entry.Event(Stories.failed(id, "s")));
            return entries;
        }
        entries.add(new Entry.Event(Stories.awaiting(id)));
        if (approved) {
            entries.add(new Entry.Message(KeptReviewsTest.approval(id)));
            entries.add(new Entry.Event(
                    Stories.event(new PatchEvent.ApproveRequested(Stories.ref(id, 1), 2, "anna", Stories.COMMIT))));
            entries.add(new Entry.Event(KeptReviewsTest.end(id, 2, new Outcome.Succeeded(RunReport.NOTHING))));
        }
        return entries;
    }
}
