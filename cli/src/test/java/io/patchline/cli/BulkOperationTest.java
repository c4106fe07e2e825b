package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkOperationTest {
    private final FakeService service = new FakeService()
            .on(
                    "/v1/dead-letters/replay",
                    (exchange, request) -> FakeService.send(
                            exchange,
                            200,
                            "application/json",
                            request.body().contains("dryRun")
                                    ? "{\"count\":3,\"groups\":{\"timed_out\":3}}"
                                    : "{\"id\":\"j1\"}"))
            .json("/v1/dead-letter-jobs/j1", 200, "{\"id\":\"j1\",\"state\":\"done\",\"count\":3,\"remaining\":0}");

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void without_a_terminal_many_need_yes_and_are_only_counted() {
        CommandRun run = CommandRun.at(service, "dead-letters", "replay", "--reason", "timed_out");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("3 dead letters match").contains("--yes");
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void with_yes_they_are_ordered_with_the_count() {
        CommandRun run = CommandRun.at(service, "dead-letters", "replay", "--reason", "timed_out", "--yes");

        assertThat(run.exit()).isZero();
        assertThat(service.requests().get(1).body()).isEqualTo("{\"filter\":{\"reason\":\"timed_out\"},\"count\":3}");
        assertThat(run.out()).contains("\"state\" : \"done\"");
    }

    @Test
    void on_a_terminal_the_count_is_typed() {
        assertThat(CommandRun.around(service)
                        .terminal()
                        .input("yes\n")
                        .run("dlq", "replay", "--all")
                        .exit())
                .isEqualTo(1);
        assertThat(service.requests()).hasSize(1);
        assertThat(CommandRun.around(service)
                        .terminal()
                        .input("3\n")
                        .run("dlq", "replay", "--all")
                        .exit())
                .isZero();
    }
}
