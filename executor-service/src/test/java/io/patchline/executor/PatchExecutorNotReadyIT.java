package io.patchline.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patchline.broker.TestBroker;
import io.patchline.executor.sandbox.Leftovers;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an executor needs vanishes while it runs: it takes no more, says so, and the patches stay in their queues until it is mended. */
class PatchExecutorNotReadyIT {
    private static final int PATCHES = 20;

    @TempDir
    Path directory = Path.of("/");

    private ExecutorConfig config;
    private PatchExecutor executor;
    private Connection connection;
    private Channel channel;
    private Path bwrap;

    @BeforeEach
    void start() throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        bwrap = Files.writeString(directory.resolve("bwrap"), "#!/bin/sh\nexec /usr/bin/bwrap \"$@\"\n");
        Files.setPosixFilePermissions(bwrap, PosixFilePermissions.fromString("rwxr-xr-x"));
        String broker = TestBroker.shared().newVirtualHost();
        config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ExecutorConfig.class)
                .withDefaultValues(Map.of(
                        "patchline.broker.url", broker,
                        "patchline.workspace", directory.resolve("workspace").toString(),
                        "patchline.state", directory.resolve("state").toString(),
                        "patchline.grace", "1s",
                        "patchline.sandbox.bwrap", bwrap.toString()))
                .build()
                .getConfigMapping(ExecutorConfig.class);
        ExecutorMetrics metrics = new ExecutorMetrics(new SimpleMeterRegistry());
        executor = new PatchExecutor(new ExecutorComposition(config, metrics, Clock.systemUTC(), unusable -> {
            throw new AssertionError(unusable);
        }));
        executor.start();
        awaitReady(true);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker);
        connection = factory.newConnection("a test");
        channel = connection.createChannel();
    }

    @AfterEach
    void stop() throws IOException {
        connection.close();
        executor.stop();
    }

    @Test
    void without_its_sandbox_it_takes_no_patches_and_none_becomes_a_dead_letter() throws IOException {
        Path aside = Files.move(bwrap, directory.resolve("bwrap.aside"));
        publishAll();
        awaitReady(false);
        ExecutorStatus status = ExecutorStatus.of(executor, config);
        assertThat(status.status()).isEqualTo("not_ready");
        assertThat(status.problem().orElseThrow()).contains("sandbox bubblewrap does not work", "install bubblewrap");
        assertThat(status.lanes()).isEmpty();

        Files.move(aside, bwrap);

        awaitReady(true);
        assertAllRanOnce();
    }

    @Test
    void without_its_workspace_or_ledger_it_is_not_ready_until_they_are_back() throws IOException {
        Path workspace = directory.toRealPath().resolve("workspace");
        for (Path needed : new Path[] {workspace, directory.toAbsolutePath().resolve("state/ledger")}) {
            Path aside = Files.move(needed, directory.resolve("aside"));
            awaitReady(false);
            assertThat(executor.obstacle().orElseThrow()).contains(needed + " is gone");
            Files.move(aside, needed);
            awaitReady(true);
        }
        publishAll();
        assertAllRanOnce();
    }

    /** They would keep its workspace in use; what launches them does not. */
    @Test
    void drained_it_keeps_no_sandbox_and_says_before_how_many_wait() throws IOException {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> waiting() == executor.slots().count());
        publishAll();
        await().atMost(Duration.ofSeconds(30)).until(() -> executor.drain(Duration.ofSeconds(1)));

        assertThat(waiting()).isZero();
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(process -> !Leftovers.isForkServer(process))
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(directory.toString())))
                .isEmpty();
    }

    private int waiting() {
        return executor.prelaunchStatus().orElseThrow().waiting();
    }

    private void publishAll() throws IOException {
        for (int i = 0; i < PATCHES; i++) {
            OutgoingMessage message = PatchMessage.accepted(
                            CommandPatches.numbered(i, "echo ran >>ran" + i, Optional.empty()), Instant.now(), "tests")
                    .toLane(new Topology(8));
            channel.basicPublish(message.exchange(), message.routingKey(), message.properties(), message.body());
        }
    }

    private void awaitReady(boolean ready) {
        await().atMost(Duration.ofSeconds(30)).until(() -> executor.isReady() == ready);
    }

    private void assertAllRanOnce() throws IOException {
        for (int i = 0; i < PATCHES; i++) {
            Path ran = directory.resolve("workspace/ran" + i);
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(ran));
        }
        await().atMost(Duration.ofSeconds(10))
                .until(() -> executor.runs().inProgress().isEmpty());
        for (int i = 0; i < PATCHES; i++) {
            assertThat(directory.resolve("workspace/ran" + i)).hasContent("ran\n");
        }
        assertThat(channel.messageCount(Topology.DEAD)).isZero();
    }
}
