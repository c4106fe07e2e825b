package io.patchline.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patchline.broker.TestBroker;
import io.patchline.message.DeadLetterHeaders;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.patchline.patch.WorkspaceName;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a repository is told before any run, and keeps no executor from taking patches: each run finds out for itself, and only its end is an end. */
class RepositoryTroubleIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** An executor that is ready and knows of something that is wrong with its repository. */
    private record Ground(
            Path site,
            ExecutorConfig config,
            PatchExecutor executor,
            SimpleMeterRegistry registry,
            Connection connection,
            Channel channel)
            implements AutoCloseable {

        static Ground start(Path directory, String branch, String hook) throws Exception {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
            git(
                    directory,
                    "git init -q -b " + branch
                            + " person; cd person; git -c user.name=J -c user.email=j@e commit -q --allow-empty -m one; git clone -q --bare . ../site.git");
            Path site = directory.resolve("site.git");
            hook(site, hook);
            String broker = TestBroker.shared().newVirtualHost();
            ExecutorConfig config = configuration(broker, directory, site);
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            ExecutorMetrics metrics = new ExecutorMetrics(registry);
            PatchExecutor executor =
                    new PatchExecutor(new ExecutorComposition(config, metrics, Clock.systemUTC(), unusable -> {
                        throw new AssertionError(unusable);
                    }));
            metrics.watch(executor, config.state(), config.state());
            executor.start();
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(broker);
            Connection connection = factory.newConnection("a test");
            Ground ground = new Ground(site, config, executor, registry, connection, connection.createChannel());
            await().atMost(SOON)
                    .until(() ->
                            executor.isReady() && !executor.repositoryTrouble().isEmpty());
            return ground;
        }

        String problem() {
            ExecutorStatus status = ExecutorStatus.of(executor, config);
            assertThat(status.status()).isEqualTo("ready");
            assertThat(status.problem()).isEmpty();
            assertThat(status.lanes()).isNotEmpty();
            return status.repositoriesAway().getOrDefault("site", "nothing");
        }

        void publish(int number) throws IOException {
            OutgoingMessage message = PatchMessage.accepted(
                            CommandPatches.numbered(
                                    number, "echo ran >ran" + number, Optional.of(new WorkspaceName("site"))),
                            Instant.now(),
                            "tests")
                    .toLane(new Topology(8));
            channel.basicPublish(message.exchange(), message.routingKey(), message.properties(), message.body());
        }

        void awaitCommits(int number) {
            await().atMost(SOON)
                    .until(() -> git(site, "git rev-list --count main").equals(Integer.toString(number))
                            && executor.repositoryTrouble().isEmpty());
        }

        double gauge(String name) {
            return registry.get(name).gauge().value();
        }

        @Override
        public void close() throws IOException {
            executor.stop();
            connection.close();
        }
    }

    private static void hook(Path site, String script) throws IOException, InterruptedException {
        git(
                site,
                "mkdir -p hooks; printf '#!/bin/sh\\n%s\\n' '" + script
                        + "' >hooks/next; chmod +x hooks/next; mv hooks/next hooks/pre-receive");
    }

    @Test
    void a_refusal_is_told_while_the_executor_is_ready_and_the_first_run_ends_as_refused(@TempDir Path directory)
            throws Exception {
        String branchesOnly = "while read old new ref; do case $ref in refs/heads/*) ;; *) exit 1;; esac; done";
        try (Ground ground = Ground.start(directory, "main", branchesOnly)) {
            assertThat(ground.problem()).contains("refuses what each patch pushes", "refs/patchline/branch/main/fence");
            assertThat(ground.gauge("patchline.commands.ready")).isEqualTo(1);
            assertThat(ground.channel().messageCount(Topology.DEAD)).isZero();

            ground.publish(0);

            await().atMost(SOON).until(() -> ground.channel().messageCount(Topology.DEAD) == 1);
            var letter = ground.channel().basicGet(Topology.DEAD, true);
            assertThat(letter.getProps().getHeaders().get(DeadLetterHeaders.REASON))
                    .hasToString("push_refused");
            assertThat(ground.problem()).contains("refuses what each patch pushes");

            hook(ground.site(), "exit 0");
            ground.publish(1);

            ground.awaitCommits(2);
            assertThat(ground.channel().messageCount(Topology.DEAD)).isZero();
        }
    }

    @Test
    void a_branch_that_is_missing_is_told_and_its_runs_wait_until_it_is_there(@TempDir Path directory)
            throws Exception {
        try (Ground ground = Ground.start(directory, "trunk", "exit 0")) {
            assertThat(ground.problem())
                    .isEqualTo("there is no branch main in " + ground.site()
                            + ". Push a first commit to it, or set patchline.git.site.branch");
            ground.publish(0);
            ground.publish(1);
            await().atMost(SOON)
                    .until(() -> ground.executor().runs().inProgress().size() == 2);

            git(ground.site(), "git branch main trunk");

            ground.awaitCommits(3);
            assertThat(ground.channel().messageCount(Topology.DEAD)).isZero();
            assertThat(ground.gauge("patchline.git")).isPositive();
        }
    }

    private static ExecutorConfig configuration(String broker, Path directory, Path site) {
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
                        "patchline.slots",
                        "2",
                        "patchline.git.site.url",
                        site.toString()))
                .build()
                .getConfigMapping(ExecutorConfig.class);
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
