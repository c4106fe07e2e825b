package io.patchline.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patchline.broker.TestBroker;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.patchline.patch.Lane;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.PatchId;
import io.patchline.patch.RunOptions;
import io.patchline.patch.WorkspaceName;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An executor whose only repository takes no patch takes none from the broker: they stay in their queues until somebody mends it, and none becomes a dead letter. */
class RepositoryReadinessIT {
    private static final int PATCHES = 5;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void patches_stay_in_their_queues_until_the_branch_is_there(@TempDir Path directory) throws Exception {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        git(
                directory,
                "git init -q -b trunk person; cd person; git -c user.name=J -c user.email=j@e commit -q --allow-empty -m one; git clone -q --bare . ../site.git");
        Path site = directory.resolve("site.git");
        String broker = TestBroker.shared().newVirtualHost();
        ExecutorConfig config = config(broker, directory, site);
        ExecutorMetrics metrics = new ExecutorMetrics(registry);
        PatchExecutor executor =
                new PatchExecutor(new ExecutorComposition(config, metrics, Clock.systemUTC(), unusable -> {
                    throw new AssertionError(unusable);
                }));
        metrics.watch(executor, config.state(), config.state());
        executor.start();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker);
        try (Connection connection = factory.newConnection("a test")) {
            Channel channel = connection.createChannel();
            await().atMost(SOON)
                    .until(() -> executor.isConnected() && executor.obstacle().isPresent() && !executor.isReady());
            String problem = "there is no branch main in " + site
                    + ". Push a first commit to it, or set patchline.git.site.branch";
            ExecutorStatus status = ExecutorStatus.of(executor, config);
            assertThat(status.status()).isEqualTo("not_ready");
            assertThat(status.problem()).contains(problem);
            assertThat(status.repositoriesAway()).isEqualTo(Map.of("site", problem));
            assertThat(status.lanes()).isEmpty();
            publish(channel);

            git(site, "git branch main trunk");

            await().atMost(SOON).until(executor::isReady);
            await().atMost(SOON)
                    .until(() -> git(site, "git rev-list --count main").equals(Integer.toString(PATCHES + 1)));
            assertThat(channel.messageCount(Topology.DEAD)).isZero();
            assertThat(executor.repositoryTrouble()).isEmpty();
            assertThat(registry.get("patchline.git")
                            .tag("workspace", "site")
                            .gauge()
                            .value())
                    .isPositive();
        } finally {
            executor.stop();
        }
    }

    private static ExecutorConfig config(String broker, Path directory, Path site) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(ExecutorConfig.class)
                .withDefaultValues(Map.of(
                        "patchline.broker.url",
                        broker,
                        "patchline.state",
                        directory.resolve("state").toString(),
                        "patchline.grace",
                        "1s",
                        "patchline.git.site.url",
                        site.toString()))
                .build()
                .getConfigMapping(ExecutorConfig.class);
    }

    private static void publish(Channel channel) throws IOException {
        for (int i = 0; i < PATCHES; i++) {
            OutgoingMessage message =
                    PatchMessage.accepted(patch(i), Instant.now(), "tests").toLane(new Topology(8));
            channel.basicPublish(message.exchange(), message.routingKey(), message.properties(), message.body());
        }
    }

    private static Patch patch(int number) {
        return new Patch(
                new PatchId("p" + number),
                Optional.empty(),
                Optional.empty(),
                new Lane("lane" + number),
                List.of(new PatchAction.RunCommand("echo ran >ran" + number)),
                new RunOptions(
                        Duration.ofMinutes(1), 0, false, false, Optional.empty(), RunOptions.OnFailure.ROLL_BACK),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.of(new WorkspaceName("site")),
                Optional.empty());
    }

    private static String git(Path directory, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/bash", "-euc", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out.strip();
    }
}
