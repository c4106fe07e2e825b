package io.patchline.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.ingest.publish.PublishedPatches;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.status.Stories;
import io.patchline.message.EventMessage;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LogProjectorTest {
    private final StatusIndex index = new StatusIndex(1000, 1 << 30);
    private final RecentOutcomes outcomes = new RecentOutcomes();
    private final RecentEvents recentEvents = new RecentEvents();
    private final LogProjector projector =
            new LogProjector(new PublishedPatches(), outcomes, recentEvents, List.of(index), Clock.systemUTC());
    private final List<OutgoingMessage> log = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private int made;

    @Test
    void at_the_start_the_whole_log_is_read_up_to_the_marker() throws Exception {
        append(3);
        projector.beginSession();

        live(mark());

        assertThat(read).containsExactly("0..3");
        assertThat(index.size()).isEqualTo(3);
        assertThat(projector.isCaughtUp()).isTrue();
    }

    @Test
    void after_a_lost_connection_it_goes_on_behind_the_last_that_was_folded() throws Exception {
        projector.beginSession();
        live(mark());
        live(append(1));
        append(4);

        projector.beginSession();
        assertThat(projector.isInSession()).isFalse();
        live(mark());

        assertThat(read)
                .as("the last that was folded, to see that it is the same log")
                .containsExactly("1..2", "2..6");
        assertThat(index.size()).isEqualTo(5);
        assertThat(projector.isInSession()).isTrue();
    }

    @Test
    void what_is_told_twice_is_folded_once_and_nothing_is_read_for_it() throws Exception {
        projector.beginSession();
        live(mark());
        long first = append(1);
        long second = append(1);
        live(first);
        live(second);
        live(first);

        assertThat(read).isEmpty();
        assertThat(index.size()).isEqualTo(2);
    }

    @Test
    void a_marker_that_was_written_before_anybody_listened_is_found_in_what_lies_between() throws Exception {
        projector.beginSession();
        mark();
        live(append(1));

        assertThat(projector.isCaughtUp()).isTrue();
    }

    @Test
    void what_cannot_be_read_leaves_everything_as_it_was_for_the_next_try() throws Exception {
        append(3);
        projector.beginSession();
        long marker = mark();

        assertThatThrownBy(() -> projector.live(at(marker), (from, until, sink) -> {
                    sink.take(at(from));
                    throw new IOException("away");
                }))
                .hasMessage("away");
        assertThat(projector.isCaughtUp()).isFalse();
        live(marker);

        assertThat(read).containsExactly("1..3");
        assertThat(index.size()).isEqualTo(3);
        assertThat(projector.isCaughtUp()).isTrue();
    }

    @Test
    void another_log_in_the_place_of_the_first_is_read_from_its_beginning() throws Exception {
        append(5);
        projector.beginSession();
        live(mark());
        log.clear();
        append(2);

        projector.beginSession();
        live(mark());

        assertThat(read).containsExactly("0..5", "0..2");
        assertThat(projector.isInSession()).isTrue();
    }

    @Test
    void another_log_that_is_longer_already_is_read_from_its_beginning() throws Exception {
        append(3);
        projector.beginSession();
        live(mark());
        log.clear();
        read.clear();
        append(9);

        projector.beginSession();
        live(append(1));
        live(mark());

        assertThat(read).containsExactly("3..4", "0..9");
        assertThat(index.size()).isEqualTo(13);
        assertThat(projector.isInSession()).isTrue();
    }

    @Test
    void another_log_whose_next_message_follows_the_last_of_the_first_is_read_from_its_beginning() throws Exception {
        append(3);
        projector.beginSession();
        live(mark());
        log.clear();
        read.clear();
        append(4);

        projector.beginSession();
        live(append(1));

        assertThat(read).containsExactly("3..4", "0..4");
        assertThat(index.size()).isEqualTo(8);
    }

    @Test
    void a_log_of_which_the_last_that_was_folded_is_gone_is_taken_for_the_same() throws Exception {
        append(3);
        projector.beginSession();
        live(mark());
        append(2);
        projector.beginSession();
        LogMessage marker = at(mark());

        projector.live(marker, (from, until, sink) -> {
            if (until > 5) {
                sink.take(at(5));
            }
        });

        assertThat(index.size()).isEqualTo(4);
        assertThat(projector.isInSession()).isTrue();
    }

    @Test
    void who_waits_for_a_patchs_end_finds_its_outcome_in_memory() throws Exception {
        projector.beginSession();
        live(mark());
        live(append(1));
        PatchId id = index.newestFirst().getFirst().story().id();
        CompletableFuture<Boolean> found = index.whenOver(id)
                .thenApply(story -> outcomes.at(story.ending().orElseThrow().offset()))
                .thenApply(Optional::isPresent);
        live(finish(id));

        assertThat(found).isCompletedWithValue(true);
    }

    @Test
    void outcomes_of_another_log_are_not_taken_for_this_ones() throws Exception {
        projector.beginSession();
        live(mark());
        long end = finish(new PatchId("p"));
        live(end);
        assertThat(outcomes.at(end)).isPresent();

        log.clear();
        projector.beginSession();
        live(mark());
        assertThat(outcomes.at(end)).isEmpty();
    }

    private long finish(PatchId id) {
        log.add(EventMessage.of(Stories.failed(id.value(), "it broke")));
        return log.size() - 1L;
    }

    private long append(int patches) {
        for (int i = 0; i < patches; i++) {
            log.add(Stories.message("p" + made++).toLane(new Topology(8)));
        }
        return log.size() - 1L;
    }

    private long mark() {
        OutgoingMessage marker = projector.marker();
        log.add(new OutgoingMessage(
                marker.exchange(),
                marker.routingKey(),
                marker.properties().builder().headers(java.util.Map.of()).build(),
                marker.body()));
        return log.size() - 1L;
    }

    private void live(long offset) throws IOException, InterruptedException {
        projector.live(at(offset), (from, until, sink) -> {
            read.add(from + ".." + until);
            for (long place = from; place < until; place++) {
                sink.take(at(place));
            }
        });
    }

    private LogMessage at(long offset) {
        return Stories.at(offset, log.get((int) offset));
    }
}
