package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes; the one that leads most lane queues is killed with -9 under load, twice. Prints what came of it as a table. */
class ClusterIT {
    private static final int ROUNDS = 2;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final List<String> table = new ArrayList<>();

    @Test
    void a_killed_leader_loses_nothing_that_was_accepted_and_nothing_runs_twice(@TempDir Path directory)
            throws Exception {
        assumeTrue(LocalCluster.isPossible(), "no RabbitMQ on this machine");
        try (LocalCluster cluster = new LocalCluster(directory.resolve("cluster"));
                Pipeline pipeline = new Pipeline(directory, cluster.amqpUrls())) {
            assertThat(cluster.fewestReplicas()).isEqualTo(3);
            pipeline.startExecutor(Map.of());
            pipeline.startExecutor(Map.of());
            pipeline.awaitReady();
            SteadyLoad load = new SteadyLoad(pipeline);
            try (load) {
                for (int round = 1; round <= ROUNDS; round++) {
                    awaitMore(load, 100);
                    killAndRecover(cluster, load, round);
                }
                awaitMore(load, 100);
            }
            List<String> executed = awaitAll(pipeline, load);
            audit(pipeline, load, executed);
        }
        System.out.println(String.join("\n", table));
    }

    private void killAndRecover(LocalCluster cluster, SteadyLoad load, int round) {
        int declined = load.declined();
        int before = load.accepted().size();
        long killed = System.nanoTime();
        int node = cluster.killBusiestLeader();
        awaitMore(load, 50);
        Duration pause = load.longestPauseSince(killed);
        row("kill " + round + ": leader of most lanes", "node " + node);
        row("  longest time without a 202", "%d ms".formatted(pause.toMillis()));
        row("  refused (503) meanwhile", load.declined() - declined);
        row("  accepted on two nodes", load.accepted().size() - before);
        cluster.startMissing();
        await("all replicas are up again").atMost(LONGEST).until(() -> cluster.fewestReplicas() == 3);
        row("  node back, all queues with 3 replicas after", "%.1f s".formatted((System.nanoTime() - killed) / 1e9));
    }

    private static void awaitMore(SteadyLoad load, int patches) {
        int enough = load.accepted().size() + patches;
        await("patches are accepted")
                .atMost(LONGEST)
                .until(() -> load.accepted().size() >= enough);
    }

    private static List<String> awaitAll(Pipeline pipeline, SteadyLoad load) {
        await("everything accepted is carried out")
                .atMost(Duration.ofMinutes(3))
                .until(() -> executed(pipeline).containsAll(load.accepted()));
        return executed(pipeline);
    }

    private void audit(Pipeline pipeline, SteadyLoad load, List<String> executed) {
        long succeeded = load.accepted().stream()
                .filter(id -> pipeline.story(id, 20).at("/status").asText().equals("succeeded"))
                .count();
        row("accepted", load.accepted().size());
        row("told as succeeded", succeeded);
        row("carried out", executed.stream().distinct().count());
        row("carried out twice", executed.size() - executed.stream().distinct().count());
        assertThat(executed).doesNotHaveDuplicates();
        assertThat(succeeded).isEqualTo(load.accepted().size());
    }

    private void row(String what, Object value) {
        table.add("%-46s %s".formatted(what, value));
    }

    private static List<String> executed(Pipeline pipeline) {
        try (Stream<Path> files = Files.list(pipeline.workspace())) {
            List<String> lines = new ArrayList<>();
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
