package io.patchline.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Three nodes; the one that leads most lane queues is killed with -9 under load, twice. Says what comes of it as a table, each row when it is known, and of what went wrong
 * all that is needed to find out why: the last refusal, the stories that are told otherwise, and whether they came late.
 */
final class ClusterDrill {
    private static final int ROUNDS = 2;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    /** 32 s on two busy cores. */
    private static final Duration NODE_BACK = Duration.ofMinutes(2);

    /** The management interface tells of a replica some seconds after it is there. */
    private static final Duration REPLICAS = Duration.ofSeconds(30);

    private static final Duration CARRIED_OUT = Duration.ofMinutes(2);
    private static final Duration TOLD = Duration.ofMinutes(1);
    private static final Duration LATE = Duration.ofMinutes(2);
    private static final int STORIES = 3;

    private final Path directory;
    private final Consumer<String> said;

    /**
     * @param directory for everything that it makes; what is left there after it are logs, the workspace and the nodes' files
     * @param said hears each row
     */
    ClusterDrill(Path directory, Consumer<String> said) {
        this.directory = directory;
        this.said = said;
    }

    /**
     * What came of it.
     *
     * @param accepted the ids of the patches
     * @param toldOtherwise the ids of those that were not told as succeeded a minute after all were carried out, by what they were told as
     * @param carriedOut the ids, once for each time
     */
    record Result(Set<String> accepted, Map<String, List<String>> toldOtherwise, List<String> carriedOut) {
        /** Whether each was carried out once and is told so. */
        boolean isWell() {
            return toldOtherwise.isEmpty() && twice() == 0 && accepted.containsAll(carriedOut);
        }

        long twice() {
            return carriedOut.size() - carriedOut.stream().distinct().count();
        }
    }

    /**
     * @throws AssertionError if something did not come within its bound
     */
    Result run() throws IOException {
        long began = System.nanoTime();
        try (LocalCluster cluster = new LocalCluster(directory.resolve("cluster"));
                Pipeline pipeline = new Pipeline(directory, cluster.amqpUrls())) {
            row("three nodes up after", seconds(began));
            await("all queues have three replicas").atMost(REPLICAS).until(() -> cluster.fewestReplicas() == 3);
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
            Result result = audit(pipeline, load.accepted());
            row("the whole drill", seconds(began));
            return result;
        }
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
        // Right after its start a node's management refuses for a while.
        await("all replicas are up again")
                .atMost(NODE_BACK)
                .ignoreExceptions()
                .until(() -> cluster.fewestReplicas() == 3);
        row("  node back, all queues with 3 replicas after", seconds(killed));
    }

    private static void awaitMore(SteadyLoad load, int patches) {
        int before = load.accepted().size();
        until(
                "patches are accepted",
                LONGEST,
                () -> load.accepted().size() >= before + patches,
                () -> "%d of %d were, %d refused since the beginning; the last refusal: %s"
                        .formatted(load.accepted().size() - before, patches, load.declined(), load.lastRefusal()));
    }

    private Result audit(Pipeline pipeline, Set<String> accepted) {
        until(
                "everything accepted is carried out",
                CARRIED_OUT,
                () -> new HashSet<>(carriedOut(pipeline)).containsAll(accepted),
                () -> stories(pipeline, without(accepted, carriedOut(pipeline))));
        long began = System.nanoTime();
        Map<String, List<String>> told = told(pipeline, accepted, TOLD);
        row("accepted", accepted.size());
        told.forEach((status, ids) -> row("told as " + status, ids.size()));
        row("  after", seconds(began));
        told.remove("succeeded");
        if (!told.isEmpty()) {
            sayWhy(pipeline, told);
        }
        Result result = new Result(accepted, told, carriedOut(pipeline));
        row("carried out", result.carriedOut().stream().distinct().count());
        row("carried out twice", result.twice());
        return result;
    }

    private void sayWhy(Pipeline pipeline, Map<String, List<String>> toldOtherwise) {
        said.accept(toldOtherwise.toString());
        List<String> ids = toldOtherwise.values().stream().flatMap(List::stream).toList();
        said.accept(stories(pipeline, ids));
        told(pipeline, ids, LATE).forEach((status, late) -> row("  later told as " + status, late.size()));
    }

    /** What they are told as; all of them together are waited for no longer than that. */
    private static Map<String, List<String>> told(Pipeline pipeline, Collection<String> ids, Duration atMost) {
        Instant deadline = Instant.now().plus(atMost);
        return ids.stream()
                .collect(Collectors.groupingBy(id ->
                        pipeline.story(id, secondsUntil(deadline)).at("/status").asText()));
    }

    private static String stories(Pipeline pipeline, Collection<String> ids) {
        return ids.stream()
                .limit(STORIES)
                .map(id -> pipeline.story(id, 0).toString())
                .collect(Collectors.joining("\n"));
    }

    private static List<String> without(Collection<String> all, Collection<String> some) {
        return all.stream().filter(one -> !some.contains(one)).toList();
    }

    private static void until(String what, Duration atMost, Callable<Boolean> holds, Callable<String> seen) {
        try {
            await(what).atMost(atMost).until(holds);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + ", within " + atMost + ": not so. " + orWhy(seen), e);
        }
    }

    private static String orWhy(Callable<String> seen) {
        try {
            return seen.call();
        } catch (Exception e) {
            return "What was seen cannot be told: " + e;
        }
    }

    /** What a request may wait, at most 20 s. */
    private static int secondsUntil(Instant deadline) {
        return Math.clamp(Duration.between(Instant.now(), deadline).toSeconds(), 0, 20);
    }

    private static String seconds(long sinceNanos) {
        return "%.1f s".formatted((System.nanoTime() - sinceNanos) / 1e9);
    }

    private void row(String what, Object value) {
        said.accept("%-46s %s".formatted(what, value));
    }

    private static List<String> carriedOut(Pipeline pipeline) {
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
