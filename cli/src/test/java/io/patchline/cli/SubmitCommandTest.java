package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmitCommandTest {
    private final FakeService service = new FakeService().json("/webhook", 202, "{\"id\":\"p\",\"status\":\"queued\"}");

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        service.close();
    }

    private JsonNode sent(int number) throws IOException {
        return new ObjectMapper().readTree(service.requests().get(number).body());
    }

    @Test
    void prints_the_id_and_nothing_else() throws IOException {
        CommandRun run = CommandRun.at(
                service,
                "submit",
                "--command",
                "make test",
                "--lane",
                "build",
                "--timeout",
                "10m",
                "--target",
                "a b.txt");

        assertThat(run).isEqualTo(new CommandRun(0, "p\n", ""));
        JsonNode body = sent(0);
        assertThat(body.path("id").asText()).hasSize(36);
        ((com.fasterxml.jackson.databind.node.ObjectNode) body).remove("id");
        assertThat(body)
                .hasToString(
                        "{\"role\":\"command_patch\",\"patch\":\"make test\",\"lane\":\"build\",\"target_file\":\"a b.txt\",\"timeout\":\"10m\"}");
    }

    @Test
    void a_diff_a_file_and_standard_input_are_sent_as_they_are() throws IOException {
        Path diff = Files.writeString(directory.resolve("x.diff"), "--- a\n+++ b\n");

        CommandRun.at(service, "submit", "--diff", diff.toString(), "--id", "d");
        CommandRun.around(service)
                .input("{\"id\":\"f\",\"mutations\":[{\"path\":\"a\",\"contents\":\"ü\"}]}")
                .run("submit", "-f", "-");
        CommandRun.around(service).input("echo 1\necho 2\n").run("submit", "--command", "-", "--id", "c");

        assertThat(sent(0)).hasToString("{\"role\":\"diff_patch\",\"patch\":\"--- a\\n+++ b\\n\",\"id\":\"d\"}");
        assertThat(sent(1)).hasToString("{\"id\":\"f\",\"mutations\":[{\"path\":\"a\",\"contents\":\"ü\"}]}");
        assertThat(sent(2).path("patch").asText()).isEqualTo("echo 1\necho 2\n");
    }

    @Test
    void a_lost_answer_is_asked_for_again_under_the_same_id() throws IOException {
        AtomicInteger times = new AtomicInteger();
        service.on("/webhook", (exchange, request) -> {
            if (times.incrementAndGet() < 3) {
                FakeService.send(
                        exchange,
                        503,
                        "application/problem+json",
                        "{\"code\":\"broker_unavailable\",\"detail\":\"later\",\"retryable\":true}");
            } else {
                FakeService.send(exchange, 200, "application/json", "{\"id\":\"p\",\"status\":\"running\"}");
            }
        });

        CommandRun run = CommandRun.at(service, "submit", "--command", "true");

        assertThat(run.exit()).isZero();
        assertThat(service.requests()).hasSize(3);
        assertThat(sent(2)).isEqualTo(sent(0)).isEqualTo(sent(1));
    }

    @Test
    void the_token_comes_from_its_file_and_goes_only_to_the_address_that_it_is_for() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "pl_secret\n");

        CommandRun.around(service)
                .with("PATCHLINE_TOKEN_FILE", token.toString())
                .run("submit", "--command", "true");
        CommandRun.around(service)
                .with("PATCHLINE_TOKEN_FILE", token.toString())
                .run("submit", "--command", "true", "--url", service.url() + "/other");
        CommandRun refused = CommandRun.around(service)
                .with("PATCHLINE_TOKEN_FILE", token.toString())
                .run("get", "p", "--url", "http://192.0.2.1", "--token-file", token.toString());

        assertThat(service.requests().get(0).header("Authorization")).isEqualTo("Bearer pl_secret");
        assertThat(service.requests().get(1).header("Authorization")).isEmpty();
        assertThat(refused.exit()).isEqualTo(2);
        assertThat(refused.err()).contains("unencrypted").doesNotContain("pl_secret");
    }
}
