package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.patchline.broker.TestBroker;
import io.patchline.message.Topology;
import io.patchline.patch.Lane;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker does not take, or cannot route, is never answered with 202. */
class BackPressureIT {
    @Test
    void a_patch_for_a_full_lane_queue_is_refused_with_429_and_accepted_once_there_is_room(@TempDir Path directory) {
        String url = TestBroker.shared().newVirtualHost();
        String virtualHost = URI.create(url).getPath().substring(1);
        try (Pipeline pipeline = new Pipeline(directory, url)) {
            pipeline.awaitReady();
            String policy = "/api/policies/" + virtualHost + "/short";
            TestBroker.shared().callManagement("PUT", policy, """
                    {"pattern": "^patches\\\\.lane\\\\.", "apply-to": "queues", "definition": {"max-length": 5}}""");

            HttpResponse<String> refused = await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> postUntilRefused(pipeline), answer -> answer.statusCode() != 202);

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(Pipeline.json(refused).at("/code").asText()).isEqualTo("lane_full");
            assertThat(Pipeline.json(refused).at("/retryable").asBoolean()).isTrue();
            String declined = Pipeline.json(refused).at("/detail").asText();
            assertThat(declined).contains("Nothing was accepted");
            await().until(() -> pipeline.story("full-" + (count - 1), 0)
                    .at("/status")
                    .asText()
                    .equals("declined"));
            pipeline.startExecutor(Map.of());
            await("an executor makes room")
                    .atMost(Pipeline.READY_WITHIN)
                    .until(() -> pipeline.submit("last", "full", "echo last", Map.of())
                                    .statusCode()
                            == 202);
        }
    }

    private int count;

    private HttpResponse<String> postUntilRefused(Pipeline pipeline) {
        return pipeline.submit("full-" + count++, "full", "echo", Map.of());
    }

    @Test
    void a_patch_whose_lane_queue_was_deleted_is_not_accepted_into_nowhere(@TempDir Path directory) throws Exception {
        String url = TestBroker.shared().newVirtualHost();
        try (Pipeline pipeline = new Pipeline(directory, url)) {
            pipeline.startExecutor(Map.of());
            pipeline.awaitReady();
            String queue = Topology.laneQueue(new Lane("gone").queue(8));
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(url);
            try (Connection connection = factory.newConnection();
                    Channel channel = connection.createChannel()) {
                channel.queueDelete(queue);
            }
            await("the queue is there again, with the executor on it")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> consumers(url, queue) == 1);
            pipeline.awaitReady();

            await().until(() ->
                    pipeline.submit("after", "gone", "echo after", Map.of()).statusCode() == 202);

            assertThat(pipeline.story("after", 30).at("/status").asText()).isEqualTo("succeeded");
        }
    }

    /** 0 where there is no such queue. */
    private static int consumers(String url, String queue) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        try (Connection connection = factory.newConnection()) {
            return connection.createChannel().queueDeclarePassive(queue).getConsumerCount();
        } catch (IOException e) {
            return 0;
        }
    }
}
