package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An executor is drained over HTTP, as for a rolling upgrade. */
@Execution(ExecutionMode.CONCURRENT)
class DrainIT {
    private Path home;
    private Pipeline pipeline;
    private QueueReader queues;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        home = directory;
        String broker = TestBroker.shared().newVirtualHost();
        pipeline = new Pipeline(directory, broker);
        pipeline.awaitReady();
        queues = new QueueReader(broker);
    }

    @AfterEach
    void stop() throws IOException {
        queues.close();
        pipeline.close();
    }

    @Test
    void a_drained_executor_finishes_its_command_while_another_takes_its_lanes_and_stays_up_until_it_is_told_to_end()
            throws IOException {
        ServiceProcess first = pipeline.startExecutor(Map.of("PATCHLINE_EXECUTOR_NAME", "one"));
        pipeline.awaitReady(first);
        pipeline.submit(
                "long",
                "a.txt",
                "echo begin >> a.txt; until [ -e go ]; do sleep 0.1; done; echo end >> a.txt",
                Map.of());
        pipeline.submit("next", "a.txt", "echo next >> a.txt", Map.of());
        await().until(() -> queues.heardOf("long").contains("started"));
        pipeline.awaitReady(pipeline.startExecutor(Map.of("PATCHLINE_EXECUTOR_NAME", "two")));

        HttpResponse<String> answer = pipeline.send(first, "POST", "/drain", Map.of());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(Pipeline.json(answer).at("/status").asText()).isEqualTo("draining");
        assertThat(Pipeline.json(answer).at("/running/0/id").asText()).isEqualTo("long");
        assertThat(pipeline.status(first, "/health")).isEqualTo(503);
        assertThat(pipeline.status(first, "/q/health/ready")).isEqualTo(503);
        assertThat(pipeline.status(first, "/q/health/live")).isEqualTo(200);
        Files.createFile(pipeline.workspace().resolve("go"));

        HttpResponse<String> waited = pipeline.send(first, "POST", "/drain?wait=30", Map.of());

        assertThat(waited.statusCode()).isEqualTo(200);
        assertThat(Pipeline.json(waited).at("/status").asText()).isEqualTo("drained");
        assertThat(Pipeline.json(waited).at("/running")).isEmpty();
        assertThat(pipeline.story("long", 5).at("/outcome/status").asText()).isEqualTo("succeeded");
        assertThat(pipeline.story("next", 20).at("/status").asText()).isEqualTo("succeeded");
        assertThat(pipeline.workspace().resolve("a.txt")).hasContent("begin\nend\nnext");
        assertThat(queues.heardOf("long")).containsExactly("started", "succeeded");
        assertThat(pipeline.story("next", 1).at("/timeline/1/executor").asText())
                .isEqualTo("two");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> pipeline.view("/v1/executors")
                        .at("/executors/0/status")
                        .asText()
                        .equals("drained"));
        assertThat(pipeline.send(first, "POST", "/drain", Map.of()).statusCode())
                .isEqualTo(200);

        first.terminate();

        assertThat(first.awaitExit(Duration.ofSeconds(20))).isIn(0, 143);
        assertThat(pipeline.view("/v1/lanes").findValuesAsText("executors")).doesNotContain("one");
    }

    @Test
    void nobody_drains_it_in_the_name_of_another_or_without_the_token_where_one_is_needed() throws IOException {
        ServiceProcess open = pipeline.startExecutor(Map.of());
        Path token = Files.writeString(home.resolve("drain-token"), "0123456789abcdef0123");
        ServiceProcess guarded = pipeline.startExecutor(Map.of("PATCHLINE_DRAIN_TOKEN_FILE", token.toString()));
        ServiceProcess networked = pipeline.startExecutor(Map.of("PATCHLINE_NETWORK", "on"));
        pipeline.awaitReady();

        assertThat(pipeline.send(open, "POST", "/drain", Map.of("Origin", "http://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(pipeline.send(open, "GET", "/drain", Map.of()).statusCode()).isEqualTo(405);
        assertThat(pipeline.send(open, "POST", "/drain?wait=soon", Map.of()).statusCode())
                .isEqualTo(400);
        assertThat(pipeline.send(networked, "POST", "/drain", Map.of()).statusCode())
                .isEqualTo(403);
        HttpResponse<String> without = pipeline.send(guarded, "POST", "/drain", Map.of());
        assertThat(without.statusCode()).isEqualTo(401);
        assertThat(Pipeline.json(without).at("/code").asText()).isEqualTo("unauthenticated");
        assertThat(pipeline.get(open, "/status").at("/status").asText()).isEqualTo("ready");
        assertThat(pipeline.get(guarded, "/status").at("/status").asText()).isEqualTo("ready");

        assertThat(pipeline.send(guarded, "POST", "/drain", Map.of("Authorization", "Bearer 0123456789abcdef0123"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(pipeline.get(guarded, "/status").at("/status").asText()).isEqualTo("drained");
    }
}
