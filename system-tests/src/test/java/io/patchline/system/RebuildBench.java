package io.patchline.system;

import static org.awaitility.Awaitility.await;

import io.patchline.broker.Script;
import io.patchline.broker.TestBroker;
import io.patchline.message.SampleLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code bench/status-index --rebuild}: how fast a service that starts reads its index from a broker's log, and the heap that it then takes. Each round is another process. */
final class RebuildBench {
    private static final int PATCHES = 100_000;
    private static final int ROUNDS = 3;
    private static final long LEAST = 20_000;
    private static final long MOST_MB = 200;

    /** As docker compose does. */
    private static final String HEAP_GIVEN = "345m";

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String JCMD =
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    private static final Pattern READ = Pattern.compile("messages=(\\d+) millis=(\\d+) The log is read");
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} (\\S+)");
    private static final Pattern KEPT = Pattern.compile("(?m)^patchline_status_patches(?:\\{[^}]*})? (\\S+)");

    private RebuildBench() {}

    /** What came of one start. */
    private record Round(long patches, long messages, long millis, long processorMillis, long heapMegabytes) {
        long perSecond() {
            return messages * 1000 / millis;
        }

        boolean isAsPromised() {
            return patches == PATCHES && perSecond() >= LEAST && heapMegabytes <= MOST_MB;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("patchline-rebuild-");
        boolean asPromised = true;
        try (TestBroker broker = TestBroker.own()) {
            System.out.println("broker: " + broker.description());
            String url = broker.newVirtualHost();
            try (Pipeline pipeline = new Pipeline(directory, url)) {
                pipeline.awaitReady();
                pipeline.ingest().kill9();
                try (BrokerHand hand = new BrokerHand(url)) {
                    hand.fillLog(new SampleLog(1), PATCHES);
                }
                System.out.println(
                        "| patches kept | messages read | ms | messages/s | processor ms since the start | heap after GC, MB |\n|--:|--:|--:|--:|--:|--:|");
                for (int i = 0; i < ROUNDS; i++) {
                    Round round = measure(pipeline);
                    asPromised &= round.isAsPromised();
                    System.out.printf(
                            Locale.ROOT,
                            "| %,d | %,d | %,d | %,d | %,d | %d |%n",
                            round.patches,
                            round.messages,
                            round.millis,
                            round.perSecond(),
                            round.processorMillis,
                            round.heapMegabytes);
                }
            }
        } finally {
            Directories.delete(directory);
        }
        System.out.printf(
                Locale.ROOT,
                "%nall of %,d patches, at least %,d messages/s, at most %d MB: %s%n",
                PATCHES,
                LEAST,
                MOST_MB,
                asPromised ? "yes" : "NO");
        System.exit(asPromised ? 0 : 1);
    }

    /** A service is started, asked, and stopped. */
    private static Round measure(Pipeline pipeline) {
        pipeline.replaceIngest(List.of("-Xmx" + HEAP_GIVEN));
        ServiceProcess ingest = pipeline.ingest();
        await("the log is read").atMost(PATIENCE).until(() -> pipeline.status(ingest, "/q/health/ready") == 200);
        MatchResult read = READ.matcher(ingest.log())
                .results()
                .max((one, other) -> Long.compare(number(one), number(other)))
                .orElseThrow(() -> new AssertionError(ingest.log()));
        long cpu = ingest.processorTime().toMillis();
        Script.succeed(PATIENCE, List.of(JCMD, Long.toString(ingest.pid()), "GC.run"));
        String metrics = pipeline.get("/q/metrics", Map.of()).body();
        double heap = HEAP.matcher(metrics)
                .results()
                .mapToDouble(used -> Double.parseDouble(used.group(1)))
                .sum();
        double kept = KEPT.matcher(metrics)
                .results()
                .mapToDouble(patches -> Double.parseDouble(patches.group(1)))
                .sum();
        ingest.terminate();
        ingest.awaitExit(PATIENCE);
        return new Round((long) kept, number(read), Long.parseLong(read.group(2)), cpu, Math.round(heap / 1e6));
    }

    private static long number(MatchResult read) {
        return Long.parseLong(read.group(1));
    }
}
