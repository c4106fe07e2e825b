package io.patchline.soak;

import io.patchline.broker.TestBroker;
import io.patchline.system.Directories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One soak from its first request to its table. */
final class Soak {
    private static final int READY_SECONDS = 90;
    /** Patches that wait, and none ends for so long: something stands. */
    private static final Duration STANDSTILL = Duration.ofMinutes(2);

    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final long P99_MILLIS = 2_000;

    /** Of a limit, in percent: the kernel counts more than what is resident, and what was seen once is not the most that there is. */
    private static final int WITHOUT_MARGIN = 90;

    /** The log files' share of it is bounded by what is logged for each request: nothing for what strangers send. */
    private static final long LOG_MEGABYTES = 200;

    private final Place place;
    private final Duration duration;
    private final long seed;
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<String> rows = new ArrayList<>();
    private boolean allWell = true;

    private Soak(Place place, Duration duration, long seed) {
        this.place = place;
        this.duration = duration;
        this.seed = seed;
    }

    private boolean run(long diskMegabytes) throws IOException, InterruptedException {
        awaitReady();
        Honest honest = new Honest(new Calls(place.ingest(), Place.HONEST));
        honest.submitFor(WARM_UP);
        honest.forgetTimes();
        Sampler sampler = new Sampler(place, over::get);
        List<Thread> others = new ArrayList<>();
        others.add(Thread.ofPlatform().start(sampler));
        for (int i = 0; i < 2; i++) {
            others.add(Thread.ofPlatform().start(new Strangers(place.ingest(), place.executor(), seed + i, over::get)));
            others.add(Thread.ofPlatform().start(new HostileReader(place.ingest(), seed + i, over::get)));
        }
        others.add(Thread.ofPlatform()
                .start(new HostileSubmitter(new Calls(place.ingest(), Place.SUBMITTER), seed, over::get)));
        honest.submitFor(duration);
        over.set(true);
        for (Thread other : others) {
            other.join();
        }
        report(honest, sampler, diskMegabytes);
        return allWell;
    }

    private void report(Honest honest, Sampler sampler, long diskMegabytes) throws IOException, InterruptedException {
        int patches = Math.toIntExact((duration.toSeconds() + WARM_UP.toSeconds()) * 20);
        row(
                "a service that has ended",
                "0",
                sampler.sawAnEnd() || !isUp() ? "1 or more" : "0",
                isUp() && !sampler.sawAnEnd());
        row(
                "honest patches that were not accepted",
                "0 of " + patches,
                Integer.toString(honest.given().size()),
                honest.given().isEmpty());
        List<String> lost = isUp() ? awaitEnds(honest) : honest.accepted();
        row(
                "honest patches that did not succeed",
                "0",
                lost.size() + (lost.isEmpty() ? "" : ": " + lost.subList(0, Math.min(5, lost.size()))),
                lost.isEmpty());
        row(
                "p50 and p95 of the answer to a submission",
                "",
                honest.percentile(50) + " ms, " + honest.percentile(95) + " ms",
                true);
        row("p99 of it", P99_MILLIS + " ms", honest.percentile(99) + " ms", honest.percentile(99) < P99_MILLIS);
        atMost("ingest's memory (RSS), the most", withoutMargin(Place.INGEST), sampler.ingestMegabytes());
        atMost("the executor's memory (RSS), the most", withoutMargin(Place.EXECUTOR), sampler.executorMegabytes());
        atMost("ledger and state on disk", diskMegabytes, Sampler.megabytes(place.state()));
        atMost("logs of both services", LOG_MEGABYTES, Sampler.logMegabytes(place.directory()));
    }

    /** Waits for as long as patches end, whoever's they are: what the attackers submitted takes its time, and honest patches wait behind it in the same queue. */
    private List<String> awaitEnds(Honest honest) throws IOException, InterruptedException {
        long began = System.nanoTime();
        List<String> unfinished = honest.unfinished();
        long all = honest.unfinishedOfAll();
        long progress = System.nanoTime(); // to ask for all of them takes minutes by itself
        while (!unfinished.isEmpty() && System.nanoTime() - progress < STANDSTILL.toNanos()) {
            Thread.sleep(5_000);
            unfinished = honest.unfinished();
            long left = honest.unfinishedOfAll();
            if (left < all) {
                progress = System.nanoTime();
            }
            all = left;
        }
        row(
                "how long after its end all of them had ended",
                "",
                Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s",
                true);
        return unfinished;
    }

    private void awaitReady() throws InterruptedException {
        Calls calls = new Calls(place.ingest(), Place.HONEST);
        for (int second = 0; second < READY_SECONDS; second++) {
            try {
                if (calls.get("/v1/executors").body().contains("\"taking\"")) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
            }
            Thread.sleep(1_000);
        }
        throw new IllegalStateException("not ready after " + READY_SECONDS + " s:\n"
                + place.ingest().log() + place.executor().log());
    }

    private boolean isUp() {
        return place.ingest().isAlive() && place.executor().isAlive();
    }

    private static long withoutMargin(DeployedMemory memory) {
        return memory.megabytes() * WITHOUT_MARGIN / 100;
    }

    private void atMost(String what, long bound, long seen) {
        row(what, bound + " MB", seen + " MB", seen <= bound);
    }

    private void row(String what, String bound, String seen, boolean well) {
        allWell &= well;
        rows.add("| %s | %s | %s | %s |".formatted(what, bound, seen, well ? "yes" : "**no**"));
    }

    /** {@code bench/soak} calls this: seconds, seed, megabytes that the state directory may take. */
    public static void main(String[] arguments) throws Exception {
        Duration duration = Duration.ofSeconds(Long.parseLong(arguments[0]));
        long seed = Long.parseLong(arguments[1]);
        long diskMegabytes = Long.parseLong(arguments[2]);
        Path directory = Files.createTempDirectory("patchline-soak-");
        System.out.printf(
                "seed %d, %d s, ingest %s, executor %s, files: %s%n",
                seed, duration.toSeconds(), Place.INGEST, Place.EXECUTOR, directory);
        boolean allWell;
        try (TestBroker broker = TestBroker.own();
                Place place = new Place(directory, broker)) {
            Runtime.getRuntime().addShutdownHook(new Thread(place::close, "soak-stop"));
            Soak soak = new Soak(place, duration, seed);
            allWell = soak.run(diskMegabytes);
            System.out.println("\n| what | bound | seen | within |\n|---|---:|---:|---|");
            soak.rows.forEach(System.out::println);
        }
        if (allWell) {
            Directories.delete(directory);
        }
        System.exit(allWell ? 0 : 1);
    }
}
