package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service says when it cannot start as configured. */
class StartIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void ingest_says_in_one_line_that_its_port_is_taken_and_what_to_do(@TempDir Path directory) throws IOException {
        Map<String, String> open = Map.of("PATCHLINE_ACCESS_ANONYMOUS", "true");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess ingest = ServiceProcess.start("ingest-service", directory, taken.getLocalPort(), open)) {
            assertThat(ingest.awaitExit(SOON)).isEqualTo(1);
            assertThat(ingest.log().lines())
                    .singleElement()
                    .asString()
                    .contains("127.0.0.1:" + taken.getLocalPort(), "PATCHLINE_HTTP_PORT");
        }
    }

    @Test
    void an_executor_whose_port_is_taken_takes_a_free_one_and_says_so(@TempDir Path directory) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess executor = ServiceProcess.start(
                        "executor-service",
                        directory,
                        taken.getLocalPort(),
                        Map.of("PATCHLINE_BROKER_URL", TestBroker.shared().newVirtualHost()))) {
            org.awaitility.Awaitility.await()
                    .atMost(SOON)
                    .until(() -> executor.log().contains("Listening on: http://127.0.0.1:"));
            assertThat(executor.log()).doesNotContain("Listening on: http://127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void ingest_does_not_start_without_credentials_and_says_what_to_do(@TempDir Path directory) {
        try (ServiceProcess ingest =
                ServiceProcess.start("ingest-service", directory, ServiceProcess.freePort(), Map.of())) {
            assertThat(ingest.awaitExit(SOON)).isEqualTo(1);
            assertThat(ingest.log().lines())
                    .singleElement()
                    .asString()
                    .contains("No credentials are configured", "patchline.access.tokens-file");
        }
    }

    @Test
    void anonymous_access_is_not_for_every_address(@TempDir Path directory) {
        Map<String, String> open = Map.of("PATCHLINE_ACCESS_ANONYMOUS", "true", "PATCHLINE_HTTP_HOST", "0.0.0.0");
        try (ServiceProcess ingest =
                ServiceProcess.start("ingest-service", directory, ServiceProcess.freePort(), open)) {
            assertThat(ingest.awaitExit(SOON)).isEqualTo(1);
            assertThat(ingest.log().lines())
                    .singleElement()
                    .asString()
                    .contains("Anonymous access would let anyone run commands");
        }
    }

    @Test
    void a_service_with_another_number_of_lanes_than_the_broker_stops_and_says_what_to_do(@TempDir Path directory) {
        String url = TestBroker.shared().newVirtualHost();
        try (Pipeline pipeline = new Pipeline(directory, url)) {
            pipeline.awaitReady();
            ServiceProcess fewer = pipeline.startExecutor(Map.of("PATCHLINE_LANES", "4"));
            assertThat(fewer.awaitExit(SOON)).isEqualTo(1);
            assertThat(fewer.log()).contains("more lane queues than patchline.lanes=4 says");
            ServiceProcess more = pipeline.startExecutor(Map.of("PATCHLINE_LANES", "9"));
            assertThat(more.awaitExit(SOON)).isEqualTo(1);
            assertThat(more.log()).contains("fewer lane queues than patchline.lanes=9 says");
        }
    }
}
