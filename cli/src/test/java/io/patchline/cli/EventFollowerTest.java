package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.http.EventFollower;
import io.patchline.cli.http.ServerSentEvent;
import io.patchline.cli.http.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventFollowerTest {
    private static final EventFollower.Settings QUICK = new EventFollower.Settings(
            Duration.ofMillis(400), Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(20));

    private final FakeService service = new FakeService();
    private final List<String> seen = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();

    @AfterEach
    void close() {
        service.close();
    }

    private final class Recorder implements EventFollower.Listener {
        private final int enough;

        Recorder(int enough) {
            this.enough = enough;
        }

        @Override
        public EventFollower.Reaction onEvent(ServerSentEvent event) {
            seen.add(event.data());
            return seen.size() < enough ? EventFollower.Reaction.TAKEN : EventFollower.Reaction.ENOUGH;
        }

        @Override
        public void onLost(String reason) {
            lost.add(reason);
        }

        @Override
        public void onBack(Duration away) {}
    }

    private void follow(EventFollower.Settings settings, int enough) {
        ApiClient api = new ApiClient(Target.of(service.url(), Optional.empty()));
        new EventFollower(api, "/v1/events", Optional.empty(), settings, new Recorder(enough)).follow();
    }

    private static OutputStream open(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    /** A stream of numbered events that breaks at a random byte of any of them. */
    @Test
    void misses_nothing_and_tells_nothing_twice_through_fifty_cuts_at_any_byte() {
        long seed = Long.getLong("patchline.seed", 20261126);
        Random random = new Random(seed);
        AtomicInteger cuts = new AtomicInteger();
        service.on("/v1/events", (exchange, request) -> {
            String last = request.header("Last-event-id");
            int next = last.isEmpty() ? 0 : Integer.parseInt(last) + 1;
            StringBuilder text = new StringBuilder(":\n\nretry: 1000\n\n");
            for (int i = next; i < 200; i++) {
                text.append("id: %d\nevent: patch\ndata: {\"n\":%d,%n".formatted(i, i))
                        .append("data: \"ü\":1}\n\n");
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            boolean cut = cuts.incrementAndGet() <= 50;
            try (OutputStream out = open(exchange)) {
                out.write(bytes, 0, cut ? random.nextInt(Math.min(bytes.length, 600)) : bytes.length);
            }
        });

        follow(QUICK, 200);

        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            wanted.add("{\"n\":" + i + ",\n\"ü\":1}");
        }
        assertThat(seen).as("seed %s", seed).isEqualTo(wanted);
        assertThat(lost).isNotEmpty();
    }

    @Test
    void a_connection_on_which_nothing_comes_is_lost() {
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        service.on("/v1/events", (exchange, request) -> {
            OutputStream out = open(exchange);
            if (times.incrementAndGet() == 1) {
                out.write("id: 1\ndata: first\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                await(end);
            } else {
                out.write("id: 2\ndata: second\n\n".getBytes(StandardCharsets.UTF_8));
                out.close();
            }
        });

        follow(QUICK, 2);
        end.countDown();

        assertThat(seen).containsExactly("first", "second");
        assertThat(service.requests().getLast().header("Last-event-id")).isEqualTo("1");
    }

    @Test
    void a_bare_id_moves_the_place_without_being_told() {
        AtomicInteger times = new AtomicInteger();
        service.on("/v1/events", (exchange, request) -> {
            try (OutputStream out = open(exchange)) {
                out.write((times.incrementAndGet() == 1 ? "id: 7\n\n" : "id: 8\ndata: x\n\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        });

        follow(QUICK, 1);

        assertThat(seen).containsExactly("x");
        assertThat(service.requests().getLast().header("Last-event-id")).isEqualTo("7");
    }

    @Test
    void no_content_is_the_end() {
        service.on("/v1/events", (exchange, request) -> FakeService.send(exchange, 204, "text/plain", ""));

        follow(QUICK, 1);

        assertThat(seen).isEmpty();
    }

    @Test
    void what_is_refused_is_not_asked_again_and_what_is_away_too_long_is_given_up() {
        service.problem("/v1/events", 403, "forbidden", false);
        assertThatThrownBy(() -> follow(QUICK, 1))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.CREDENTIALS));
        assertThat(service.requests()).hasSize(1);

        service.problem("/v1/events", 503, "overloaded", true);
        EventFollower.Settings impatient = new EventFollower.Settings(
                Duration.ofMillis(400), Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMillis(50));
        assertThatThrownBy(() -> follow(impatient, 1))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.UNREACHABLE));
        assertThat(lost).hasSize(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
