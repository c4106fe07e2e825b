package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.patchline.broker.TestBroker;
import io.patchline.message.MessageCodec;
import io.patchline.message.Topology;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Commands from HTTP to their outcome, in the sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandsIT {
    private String broker;
    private Pipeline pipeline;
    private Path directory;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        broker = TestBroker.shared().newVirtualHost();
        pipeline = new Pipeline(temporary, broker);
        pipeline.startExecutor(Map.of("PATCHLINE_ENVIRONMENT_FLAVOUR", "vanilla"));
        pipeline.awaitReady();
    }

    @AfterAll
    void stop() {
        pipeline.close();
    }

    @Test
    void a_command_sees_its_workspace_and_what_it_is_told_and_nothing_else() {
        JsonNode output = outputOf(
                "sees",
                "echo $PATCHLINE_PATCH_ID $PATCHLINE_ATTEMPT $PATCHLINE_TARGET_FILE $HOME; "
                        + "env | grep -c -i -E 'amqp|token|url'; cat " + directory.resolve("broker-url") + " 2>&1");

        assertThat(output.asText().lines())
                .startsWith("sees 1 sees.txt " + pipeline.workspace(), "0")
                .last()
                .asString()
                .contains("No such file or directory");
    }

    @Test
    void a_command_has_no_network_unless_the_operator_allows_it_and_a_patch_that_asks_is_refused() {
        assertThat(outputOf("offline", "ls /sys/class/net 2>/dev/null; cat /proc/net/dev | grep -c eth || true")
                        .asText())
                .contains("0");
        pipeline.submit("asks", "asks.txt", "true", Map.of("network", true));

        JsonNode story = pipeline.story("asks", 20);

        assertThat(story.at("/status").asText()).isEqualTo("refused");
        assertThat(story.at("/code").asText()).isEqualTo("network_refused");
    }

    @Test
    void a_signal_and_an_exit_code_are_told_apart() {
        pipeline.submit("killed", "killed.txt", "kill -KILL $$", Map.of());
        assertThat(pipeline.story("killed", 20).at("/code").asText()).isEqualTo("command_killed");
        assertThat(pipeline.story("killed", 0)
                        .at("/outcome/report/commands/0/signal")
                        .asText())
                .isEqualTo("SIGKILL");
    }

    @Test
    void a_running_patch_that_is_cancelled_ends_with_what_it_wrote_and_is_no_dead_letter() throws Exception {
        pipeline.submit("cancel", "cancel.txt", "echo begun; sleep 60", Map.of());
        await().until(() -> pipeline.story("cancel", 0).at("/status").asText().equals("running"));

        assertThat(pipeline.post("/v1/patches/cancel/cancel", "", Map.of()).statusCode())
                .isEqualTo(202);

        JsonNode story = pipeline.story("cancel", 20);
        assertThat(story.at("/status").asText()).isEqualTo("cancelled");
        assertThat(story.at("/dead_letter").asBoolean()).isFalse();
    }

    @Test
    void whoever_listens_hears_what_a_command_writes_while_it_runs() throws Exception {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        try (Connection connection = connect();
                Channel channel = connection.createChannel()) {
            String queue = channel.queueDeclare().getQueue();
            channel.queueBind(queue, Topology.RESULTS, "output." + new PatchId("talks").hash());
            channel.basicConsume(
                    queue,
                    true,
                    (tag, delivery) -> heard.add(new String(delivery.getBody(), StandardCharsets.UTF_8)),
                    tag -> {});
            pipeline.submit("talks", "talks.txt", "echo first; sleep 2; echo second", Map.of());

            await().until(() -> heard.stream().anyMatch(piece -> piece.contains("first")));
            assertThat(pipeline.story("talks", 0).at("/status").asText()).isEqualTo("running");
            assertThat(pipeline.story("talks", 20).at("/status").asText()).isEqualTo("succeeded");
        }
    }

    @Test
    void the_end_of_a_patch_is_known_also_when_the_connection_of_the_ingest_service_was_closed() throws Exception {
        pipeline.submit("unheard", "unheard.txt", "sleep 3", Map.of());

        await().until(() -> closeConnection("patchline ingest"));

        assertThat(pipeline.story("unheard", 20).at("/status").asText()).isEqualTo("succeeded");
    }

    @Test
    void an_executor_whose_sandbox_does_not_work_takes_no_patches_is_not_ready_and_says_why() {
        ServiceProcess broken = pipeline.startExecutor(Map.of("PATCHLINE_SANDBOX_BWRAP", "/nowhere/bwrap"));

        await().atMost(Pipeline.READY_WITHIN).until(() -> pipeline.status(broken, "/q/health/live") == 200);

        assertThat(pipeline.status(broken, "/q/health/ready")).isEqualTo(503);
        assertThat(broken.log()).contains("sandbox bubblewrap does not work", "/nowhere/bwrap", "takes no patches");
    }

    private JsonNode outputOf(String id, String command) {
        pipeline.submit(id, id + ".txt", command, Map.of());
        return pipeline.story(id, 20).at("/outcome/report/commands/0/output/head");
    }

    private boolean closeConnection(String name) throws IOException {
        JsonNode connections = MessageCodec.mapper()
                .readTree(TestBroker.shared()
                        .callManagement(
                                "GET", "/api/vhosts" + URI.create(broker).getPath() + "/connections", ""));
        for (JsonNode connection : connections) {
            if (connection.at("/client_properties/connection_name").asText().equals(name)) {
                String path = URLEncoder.encode(connection.at("/name").asText(), StandardCharsets.UTF_8)
                        .replace("+", "%20");
                TestBroker.shared().callManagement("DELETE", "/api/connections/" + path, "");
                return true;
            }
        }
        return false;
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker);
        return factory.newConnection();
    }
}
