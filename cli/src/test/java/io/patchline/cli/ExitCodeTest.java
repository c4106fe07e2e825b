package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each exit code of docs/cli.md, and what goes with it on standard error. */
class ExitCodeTest {
    private final FakeService service = new FakeService();

    @AfterEach
    void close() {
        service.close();
    }

    private void patch(String status) {
        service.json("/v1/patches/p", 200, "{\"id\":\"p\",\"status\":\"" + status + "\",\"summary\":\"why\"}");
    }

    @Test
    void done_is_0_and_an_empty_list_is_done() {
        service.json("/v1/patches", 200, "{\"patches\":[]}");

        CommandRun list = CommandRun.at(service, "list");

        assertThat(list).isEqualTo(new CommandRun(0, "[ ]\n", ""));
        assertThat(CommandRun.around(service).terminal().run("list")).isEqualTo(new CommandRun(0, "", "No patches.\n"));
    }

    @Test
    void a_wrong_command_line_is_2_and_asks_nothing_of_the_service() {
        for (List<String> wrong : List.of(
                List.<String>of(),
                List.of("bogus"),
                List.of("get"),
                List.of("submit"),
                List.of("submit", "--command", "a", "--diff", "b"),
                List.of("list", "--limit", "0"),
                List.of("list", "-o", "xml"),
                List.of("wait", "p", "--timeout", "soon"),
                List.of("dead-letters", "replay"),
                List.of("dead-letters", "replay", "p", "--all"),
                List.of("get", "p", "--url", "ftp://host"),
                List.of("get", "p", "--url", "http://user:secret@host"))) {
            CommandRun run = CommandRun.at(service, wrong.toArray(String[]::new));
            assertThat(run.exit()).as("%s: %s", wrong, run).isEqualTo(2);
            assertThat(run.out()).as("%s", wrong).isEmpty();
            assertThat(run.err()).as("%s", wrong).isNotBlank().doesNotContain("secret");
        }
        assertThat(service.requests()).isEmpty();
    }

    @Test
    void what_is_not_there_is_3() {
        assertThat(CommandRun.at(service, "get", "nope").exit()).isEqualTo(3);
        assertThat(CommandRun.at(service, "dead-letters", "show", "nope").exit())
                .isEqualTo(3);
        assertThat(CommandRun.at(service, "context", "use", "nope").exit()).isEqualTo(3);
        assertThat(new CommandRun.Around().run("get", "p", "--context", "nope").exit())
                .isEqualTo(3);
    }

    @Test
    void wrong_credentials_are_4() {
        service.problem("/v1/patches/a", 401, "unauthenticated", false);
        service.problem("/v1/patches/b", 403, "forbidden", false);

        assertThat(CommandRun.at(service, "get", "a").exit()).isEqualTo(4);
        assertThat(CommandRun.at(service, "get", "b").exit()).isEqualTo(4);
        assertThat(CommandRun.at(service, "get", "b", "--token-file", "/nonexistent")
                        .exit())
                .isEqualTo(4);
    }

    @Test
    void a_refusal_is_5_with_each_place_that_is_wrong() {
        service.json(
                "/webhook",
                400,
                "{\"status\":400,\"code\":\"invalid_patch\",\"detail\":\"see errors\",\"retryable\":false,\"errors\":[{\"pointer\":\"/patch\",\"detail\":\"is missing\"}]}");

        CommandRun run = CommandRun.at(service, "submit", "--command", "true");
        CommandRun forPeople = CommandRun.around(service).terminal().run("submit", "--command", "true");

        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err())
                .isEqualTo(
                        "{\"code\":\"invalid_patch\",\"status\":400,\"detail\":\"see errors\",\"retryable\":false,\"exit\":5,\"errors\":[{\"pointer\":\"/patch\",\"detail\":\"is missing\"}]}\n");
        assertThat(forPeople.err()).isEqualTo("patchline: see errors\n  /patch: is missing\n");
        assertThat(service.requests()).hasSize(2);
    }

    @Test
    void a_patch_that_did_not_succeed_is_6_for_who_waited_for_it() {
        for (String status :
                List.of("failed", "timed_out", "refused", "cancelled", "interrupted", "declined", "rejected")) {
            patch(status);
            assertThat(CommandRun.at(service, "wait", "p").exit()).as(status).isEqualTo(6);
        }
        patch("succeeded");
        assertThat(CommandRun.at(service, "wait", "p").exit()).isZero();
        patch("failed");
        assertThat(CommandRun.at(service, "get", "p").exit())
                .as("who only looks")
                .isZero();
    }

    @Test
    void nobody_who_answers_is_7_and_so_is_what_may_be_tried_again() {
        service.problem("/v1/lanes", 503, "broker_unavailable", true);
        FakeService gone = new FakeService();
        gone.close();

        assertThat(CommandRun.at(gone, "get", "p").exit()).isEqualTo(7);
        assertThat(CommandRun.at(gone, "get", "p").err())
                .contains("\"retryable\":true")
                .contains(gone.url());
        assertThat(CommandRun.at(service, "lanes").exit()).isEqualTo(7);
    }

    @Test
    void what_is_not_over_when_the_time_is_124() {
        patch("running");

        assertThat(CommandRun.at(service, "wait", "p", "--timeout", "0").exit()).isEqualTo(124);
    }

    @Test
    void an_answer_that_is_not_patchlines_is_told_as_such() {
        service.on(
                "/v1/lanes",
                (exchange, request) -> FakeService.send(exchange, 200, "text/html", "<h1>Tunnel not found</h1>"));

        CommandRun run = CommandRun.at(service, "lanes");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err())
                .contains("not_patchline")
                .contains("Tunnel not found")
                .doesNotContain("<h1>");
    }
}
