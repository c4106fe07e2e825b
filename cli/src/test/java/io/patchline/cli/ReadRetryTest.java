package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that has just started asks to be asked again: reading commands do, for a while. */
class ReadRetryTest {
    private final FakeService service = FakeChain.healthy();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        service.close();
    }

    /** The path asks so many times to be asked again, and then answers as a healthy chain does. */
    private void notYet(String path, int times, String retryAfter, String then) {
        service.on(path, (exchange, request) -> {
            if (asked.incrementAndGet() > times) {
                FakeService.send(exchange, 200, "application/json", then);
                return;
            }
            refuse(exchange, retryAfter);
        });
    }

    private static void refuse(com.sun.net.httpserver.HttpExchange exchange, String retryAfter) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
        FakeService.send(
                exchange,
                503,
                "application/problem+json",
                "{\"status\":503,\"code\":\"broker_unavailable\",\"detail\":\"Not heard yet.\",\"retryable\":true}");
    }

    @Test
    void a_reading_command_waits_as_it_is_asked_to_and_says_so_once() {
        notYet("/v1/lanes", 2, "1", "{\"lanes\":[]}");

        CommandRun lanes = CommandRun.at(service, "lanes");

        assertThat(lanes.exit()).isZero();
        assertThat(lanes.err()).isEqualTo("Waiting up to 10 s, as the service asks: Not heard yet.\n");
        assertThat(asked).hasValue(3);
    }

    @Test
    void a_pause_that_is_too_long_is_not_waited_for_and_what_is_not_retryable_is_not_asked_again() {
        notYet("/v1/lanes", 9, "11", "{}");
        service.problem("/v1/executors", 503, "broken", false);

        assertThat(CommandRun.at(service, "lanes").exit()).isEqualTo(7);
        assertThat(CommandRun.at(service, "executors").exit()).isEqualTo(7);
        assertThat(asked).hasValue(1);
        assertThat(service.requests()).hasSize(2);
    }

    @Test
    void what_writes_is_not_asked_again() {
        service.on("/v1/patches/p/cancel", (exchange, request) -> refuse(exchange, "1"));

        assertThat(CommandRun.at(service, "cancel", "p").exit()).isEqualTo(7);
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void the_doctor_looks_once_more_and_finds_nothing_wrong_with_a_service_that_has_just_started(
            @TempDir Path directory) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "pl_t");
        notYet(
                "/v1/executors",
                1,
                "1",
                FakeChain.executors(java.time.Instant.now().plusSeconds(1), "taking"));

        CommandRun doctor = CommandRun.around(service)
                .with("PATCHLINE_TOKEN_FILE", token.toString())
                .run("doctor", "--json");

        assertThat(doctor.exit()).as("%s", doctor).isZero();
        assertThat(doctor.out()).doesNotContain("WARNING").doesNotContain("warning");
    }
}
