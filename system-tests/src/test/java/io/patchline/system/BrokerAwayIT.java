package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchline.broker.TestBroker;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The broker is not there when the services start. */
@Execution(ExecutionMode.CONCURRENT)
class BrokerAwayIT {
    @Test
    void both_services_start_are_live_and_not_ready_and_work_as_soon_as_the_broker_comes(@TempDir Path directory) {
        try (TestBroker broker = TestBroker.own()) {
            assumeTrue(broker.canBeKilled(), "a broker that was given by its URL is not ours to kill");
            String url = broker.newVirtualHost();
            broker.kill9();
            try (Pipeline pipeline = new Pipeline(directory, url)) {
                ServiceProcess executor = pipeline.startExecutor(Map.of());
                await().atMost(Pipeline.READY_WITHIN).untilAsserted(() -> {
                    assertThat(pipeline.status(pipeline.ingest(), "/q/health/live"))
                            .isEqualTo(200);
                    assertThat(pipeline.status(executor, "/q/health/live")).isEqualTo(200);
                });
                assertThat(pipeline.status(pipeline.ingest(), "/q/health/ready"))
                        .isEqualTo(503);
                assertThat(pipeline.status(pipeline.ingest(), "/health")).isEqualTo(503);
                assertThat(pipeline.status(executor, "/q/health/ready")).isEqualTo(503);
                HttpResponse<String> refused = pipeline.submit("early", "a", "echo early", Map.of());
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(Pipeline.json(refused).at("/code").asText()).isEqualTo("broker_unavailable");

                broker.startAgain();
                pipeline.awaitReady();

                assertThat(pipeline.submit("early", "a", "echo early", Map.of()).statusCode())
                        .isEqualTo(202);
                assertThat(pipeline.story("early", 30).at("/status").asText()).isEqualTo("succeeded");
            }
        }
    }
}
