package io.patchline.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RecentEventsTest {
    private final RecentEvents recentEvents = new RecentEvents();

    @Test
    void a_follower_gets_every_event_behind_its_place_once_and_in_order() throws InterruptedException {
        recentEvents.goLive();
        add(0, 250, 10);

        assertThat(readFrom(-1)).isEqualTo(range(0, 250));
        assertThat(readFrom(199)).isEqualTo(range(200, 250));
        assertThat(recentEvents.after(249, Duration.ZERO)).isEqualTo(new RecentEvents.Next.Nothing());
    }

    @Test
    void who_waits_for_the_logs_end_is_woken_there() throws InterruptedException {
        assertThat(recentEvents.awaitLive(Duration.ZERO)).isFalse();
        Thread.ofVirtual().start(recentEvents::goLive);
        assertThat(recentEvents.awaitLive(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void what_is_no_event_moves_the_place() throws InterruptedException {
        recentEvents.goLive();
        recentEvents.pass(0);
        add(1, 2, 10);
        recentEvents.pass(2);

        assertThat(recentEvents.after(-1, Duration.ZERO))
                .isInstanceOfSatisfying(RecentEvents.Next.Events.class, next -> {
                    assertThat(next.events()).extracting(LogEvent::offset).containsExactly(1L);
                    assertThat(next.upTo()).isEqualTo(2);
                });
    }

    @Test
    void a_follower_that_is_behind_what_is_kept_is_sent_to_the_log() throws InterruptedException {
        recentEvents.goLive();
        add(0, RecentEvents.MOST_EVENTS + 5, 10);

        assertThat(recentEvents.after(3, Duration.ZERO)).isEqualTo(new RecentEvents.Next.Behind(5));
        assertThat(recentEvents.after(4, Duration.ZERO)).isInstanceOf(RecentEvents.Next.Events.class);
    }

    @Test
    void large_events_are_kept_fewer() throws InterruptedException {
        recentEvents.goLive();
        add(0, 20, 1 << 20);

        assertThat(recentEvents.after(10, Duration.ZERO)).isEqualTo(new RecentEvents.Next.Behind(12));
        assertThat(readFrom(11)).isEqualTo(range(12, 20));
    }

    @Test
    void a_log_that_begins_late_or_has_a_hole_sends_followers_from_before_to_the_log() throws InterruptedException {
        recentEvents.goLive();
        add(1000, 1003, 10);
        assertThat(recentEvents.after(500, Duration.ZERO)).isEqualTo(new RecentEvents.Next.Behind(1000));
        add(2000, 2001, 10);
        assertThat(recentEvents.after(1001, Duration.ZERO)).isEqualTo(new RecentEvents.Next.Behind(2000));
    }

    @Test
    void a_place_behind_the_end_is_of_another_log() throws InterruptedException {
        recentEvents.goLive();
        add(0, 3, 10);

        assertThat(recentEvents.after(7, Duration.ZERO)).isEqualTo(new RecentEvents.Next.Beyond(2));
    }

    @Test
    void before_the_log_was_read_to_its_end_nothing_is_told() throws InterruptedException {
        add(0, 3, 10);

        assertThat(recentEvents.after(-1, Duration.ofMillis(1))).isEqualTo(new RecentEvents.Next.Nothing());
        recentEvents.goLive();
        assertThat(readFrom(-1)).hasSize(3);
    }

    @Test
    void who_waits_is_woken_by_the_next_event_and_by_the_end() throws InterruptedException {
        recentEvents.goLive();
        Thread writer = Thread.startVirtualThread(() -> add(0, 1, 10));
        assertThat(recentEvents.after(-1, Duration.ofMinutes(1))).isInstanceOf(RecentEvents.Next.Events.class);
        writer.join();
        Thread end = Thread.startVirtualThread(recentEvents::close);
        assertThat(recentEvents.after(0, Duration.ofMinutes(1))).isEqualTo(new RecentEvents.Next.Closed());
        end.join();
    }

    private List<Long> readFrom(long begin) throws InterruptedException {
        List<Long> read = new ArrayList<>();
        long place = begin;
        while (recentEvents.after(place, Duration.ZERO) instanceof RecentEvents.Next.Events next) {
            next.events().forEach(event -> read.add(event.offset()));
            place = next.upTo();
        }
        return read;
    }

    private static List<Long> range(long from, long until) {
        return LongStream.range(from, until).boxed().toList();
    }

    private void add(long from, long until, int bytes) {
        for (long offset = from; offset < until; offset++) {
            recentEvents.add(new LogEvent(offset, new PatchId("p"), new Lane("l"), "started", new byte[bytes]));
        }
    }
}
