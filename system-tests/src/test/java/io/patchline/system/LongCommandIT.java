package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchline.broker.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Commands that outlast the broker: its consumer timeout, or the broker itself. */
@Execution(ExecutionMode.CONCURRENT)
class LongCommandIT {
    /** As short as RabbitMQ makes it count; 3.10 and 4.0 look at their channels as often as the tick says, every minute by default. */
    private static final String SHORT_TIMEOUT =
            "[{rabbit, [{consumer_timeout, 4000}, {channel_tick_interval, 1000}]}].";

    /** A broker of 4.3 takes the timeout from the executor; it then ends the subscription, where an older one closes the channel. */
    @Test
    void a_command_that_outlasts_the_consumer_timeout_goes_on_and_its_redelivery_attaches_to_it(
            @TempDir Path directory) {
        assumeTrue(TestBroker.canBeConfigured(), "consumer_timeout can be set for a private local node only");
        try (TestBroker broker = TestBroker.ownWith(SHORT_TIMEOUT);
                Pipeline pipeline = new Pipeline(directory, broker.amqpUrl())) {
            ServiceProcess executor = pipeline.startExecutor(Map.of("PATCHLINE_BROKER_CONSUMER_TIMEOUT", "4s"));
            pipeline.awaitReady();

            runLongThenNext(pipeline);

            assertThat(executor.log())
                    .as("the timeout did strike, or this shows nothing")
                    .contains("Delivered again while it runs")
                    .contains(
                            broker.isAtLeast(4, 3)
                                    ? "The broker ended a subscription"
                                    : "delivery acknowledgement on channel");
        }
    }

    @Test
    void the_executors_own_consumer_timeout_counts_and_not_the_brokers(@TempDir Path directory) {
        assumeTrue(TestBroker.canBeConfigured(), "consumer_timeout can be set for a private local node only");
        try (TestBroker broker = TestBroker.ownWith(SHORT_TIMEOUT)) {
            assumeTrue(broker.isAtLeast(4, 3), "RabbitMQ before 4.3 has one consumer_timeout for all");
            try (Pipeline pipeline = new Pipeline(directory, broker.amqpUrl())) {
                ServiceProcess executor = pipeline.startExecutor(Map.of());
                pipeline.awaitReady();

                runLongThenNext(pipeline);

                assertThat(executor.log())
                        .doesNotContain("Delivered again")
                        .doesNotContain("The broker ended a subscription");
            }
        }
    }

    private static void runLongThenNext(Pipeline pipeline) {
        pipeline.submit("long", "a.txt", "echo begin >> a.txt; sleep 15; echo end >> a.txt", Map.of());
        pipeline.submit("next", "a.txt", "echo next >> a.txt", Map.of());
        assertThat(pipeline.story("next", 40).at("/status").asText()).isEqualTo("succeeded");
        assertThat(pipeline.workspace().resolve("a.txt")).hasContent("begin\nend\nnext");
        assertThat(pipeline.story("long", 0).at("/timeline").findValuesAsText("what"))
                .containsExactly("queued", "started", "succeeded");
    }

    @Test
    void a_long_command_runs_once_while_the_broker_is_killed_and_restarted_under_it(@TempDir Path directory)
            throws IOException {
        try (TestBroker broker = TestBroker.own()) {
            assumeTrue(broker.canBeKilled(), "a broker that was given by its URL is not ours to kill");
            try (Pipeline pipeline = new Pipeline(directory, broker.newVirtualHost())) {
                pipeline.startExecutor(Map.of());
                pipeline.awaitReady();
                String untilGo = "echo begin >> a.txt; until [ -e go ]; do sleep 0.2; done; echo end >> a.txt";
                pipeline.submit("long", "a.txt", untilGo, Map.of());
                pipeline.submit("next", "a.txt", "echo next >> a.txt", Map.of());
                Path file = pipeline.workspace().resolve("a.txt");
                await("the command runs").until(() -> Files.exists(file));

                broker.kill9();
                broker.startAgain();
                pipeline.awaitReady();
                broker.stopInOrder();
                broker.startAgain();

                assertThat(file).hasContent("begin");
                Files.createFile(pipeline.workspace().resolve("go"));
                await("everything is carried out")
                        .atMost(Duration.ofMinutes(2))
                        .untilAsserted(() -> assertThat(file).hasContent("begin\nend\nnext"));
                assertThat(pipeline.story("next", 20).at("/status").asText()).isEqualTo("succeeded");
                assertThat(pipeline.story("long", 20).at("/timeline").findValuesAsText("what"))
                        .containsExactly("queued", "started", "succeeded");
            }
        }
    }
}
