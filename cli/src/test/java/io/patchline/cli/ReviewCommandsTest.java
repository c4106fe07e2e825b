package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReviewCommandsTest {
    private static final String HASH = "3e5b1a4c6a7d8e9f00112233445566778899aabb";
    private static final String WAITING =
            "{\"id\":\"p\",\"status\":\"awaiting_review\",\"workspace\":\"site\",\"branch\":\"main\",\"commit\":\""
                    + HASH
                    + "\",\"review\":{\"commit\":\"" + HASH
                    + "\",\"branch\":\"patchline/p\",\"until\":\"2026-12-03T10:00:00Z\"},\"accepted_at\":\"2026-11-26T10:00:00Z\"}";

    private final FakeService service = new FakeService().json("/v1/patches/p", 200, WAITING);

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void what_does_not_wait_is_not_approved() {
        service.json("/v1/patches/p", 200, "{\"id\":\"p\",\"status\":\"succeeded\"}");

        CommandRun run = CommandRun.at(service, "approve", "p");

        assertThat(run.exit()).isEqualTo(5);
        assertThat(run.err()).contains("not_awaiting_review").contains("succeeded");
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void reject_needs_a_reason() {
        service.json("/v1/patches/p/reject", 200, "{\"id\":\"p\",\"status\":\"rejected\"}");

        assertThat(CommandRun.at(service, "reject", "p").exit()).isEqualTo(2);
        assertThat(CommandRun.at(service, "reject", "p", "--reason", "no \"way\"")
                        .exit())
                .isZero();
        assertThat(bodies()).containsExactly("{\"reason\":\"no \\\"way\\\"\"}");
    }

    @Test
    void revert_prints_the_id_of_the_patch_that_does_it_and_nothing_else() throws Exception {
        service.json("/v1/patches/revert", 202, "{\"id\":\"r\",\"status\":\"queued\"}");

        assertThat(CommandRun.at(service, "revert", "p", "q", "--id", "r")).isEqualTo(new CommandRun(0, "r\n", ""));
        CommandRun.at(service, "revert", "p");

        assertThat(bodies().getFirst()).isEqualTo("{\"id\":\"r\",\"ids\":[\"p\",\"q\"]}");
        assertThat(new ObjectMapper().readTree(bodies().get(1)).path("id").asText())
                .hasSize(36);
    }

    @Test
    void who_waits_for_a_patch_that_needs_a_review_is_told_so_at_once() {
        CommandRun run = CommandRun.around(service).terminal().run("wait", "p");

        assertThat(run.exit()).isEqualTo(8);
        assertThat(run.err()).contains("patchline approve p");
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void get_shows_commit_and_review() {
        CommandRun run = CommandRun.around(service).terminal().run("get", "p");

        assertThat(run.out()).contains("commit       " + HASH).contains("patchline/p, until 2026-12-03T10:00:00Z");
    }

    @Test
    void submit_sends_base_review_and_message() {
        service.json("/webhook", 202, "{\"id\":\"p\",\"status\":\"queued\"}");

        CommandRun.at(
                service,
                "submit",
                "--id",
                "p",
                "--command",
                "a",
                "--workspace",
                "site",
                "--base",
                HASH,
                "--review",
                "--message",
                "Do");
        CommandRun.at(service, "submit", "--id", "p", "--command", "a", "--base", "x=y.txt=1", "--base", "new=");

        assertThat(bodies().get(0))
                .isEqualTo("{\"role\":\"command_patch\",\"patch\":\"a\",\"id\":\"p\",\"workspace\":\"site\",\"base\":\""
                        + HASH + "\",\"review\":true,\"message\":\"Do\"}");
        assertThat(bodies().get(1)).contains("\"base\":{\"x=y.txt\":\"1\",\"new\":null}");
        assertThat(CommandRun.at(service, "submit", "--command", "a", "--base", HASH, "--base", "x=1")
                        .exit())
                .isEqualTo(2);
    }

    private List<String> bodies() {
        return service.requests().stream().map(FakeService.Request::body).toList();
    }
}
