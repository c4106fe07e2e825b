package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveOutputTest {
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Long> places = new CopyOnWriteArrayList<>();
    private final LiveOutput live = new LiveOutput(this::hear, scheduler);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void the_first_text_is_told_before_the_command_ends() {
        write("one\n");
        await().atMost(Duration.ofSeconds(5)).until(() -> heard.equals(List.of("one\n")));
    }

    @Test
    void text_in_quick_succession_is_told_in_few_pieces_and_in_order() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            write(i + "\n");
            all.append(i).append('\n');
        }
        live.finish();

        assertThat(String.join("", heard)).isEqualTo(all.toString());
        assertThat(heard).hasSizeLessThan(20);
    }

    @Test
    void what_is_too_much_is_left_out_and_the_place_of_the_next_piece_says_so() {
        scheduler.shutdownNow();
        LiveOutput stalled =
                new LiveOutput(this::hear, Executors.newSingleThreadScheduledExecutor(runnable -> new Thread()));
        byte[] flood = "😀".repeat(LiveOutput.PIECE).getBytes(UTF_8);
        byte[] more = "x".getBytes(UTF_8);
        stalled.write(more, 0, 1);
        stalled.write(flood, 0, flood.length);
        stalled.write(more, 0, 1);
        stalled.finish();

        assertThat(heard).hasSize(1);
        assertThat(heard.getFirst()).startsWith("x😀").endsWith("😀").hasSize(LiveOutput.PIECE - 1);
    }

    @Test
    void each_piece_says_where_it_begins_in_bytes() {
        write("é\n");
        await().atMost(Duration.ofSeconds(5)).until(() -> !heard.isEmpty());
        byte[] flood = "y".repeat(3 * LiveOutput.PIECE).getBytes(UTF_8);
        live.write(flood, 0, flood.length);
        await().atMost(Duration.ofSeconds(5)).until(() -> heard.size() == 2);
        write("end");
        live.finish();

        assertThat(heard).last().isEqualTo("end");
        assertThat(places).containsExactly(0L, 3L, 3L + flood.length);
    }

    @Test
    void a_character_in_two_writes_is_told_whole() {
        byte[] bytes = "😀".getBytes(UTF_8);
        live.write(bytes, 0, 2);
        live.write(bytes, 2, 2);
        live.finish();
        assertThat(String.join("", heard)).isEqualTo("😀");
    }

    @Test
    void nothing_is_told_after_the_end() {
        live.finish();
        write("late");
        live.finish();
        assertThat(heard).isEmpty();
    }

    @Test
    void a_listener_that_fails_is_told_no_more_and_harms_nobody() {
        AtomicInteger calls = new AtomicInteger();
        LiveOutput failing = new LiveOutput(
                (from, text) -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("broken listener");
                },
                scheduler);
        byte[] text = "text".getBytes(UTF_8);
        failing.write(text, 0, text.length);
        await().atMost(Duration.ofSeconds(5)).until(() -> calls.get() == 1);
        failing.write(text, 0, text.length);
        failing.finish();
        assertThat(calls).hasValue(1);
    }

    private void hear(long from, String text) {
        places.add(from);
        heard.add(text);
    }

    private void write(String text) {
        live.write(text.getBytes(UTF_8), 0, text.getBytes(UTF_8).length);
    }
}
