package io.patchline.soak;

import io.patchline.system.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Looks at the processes' memory and at the disk every few seconds, and keeps the most that it saw. */
final class Sampler implements Runnable {
    private static final long EVERY_MILLIS = 3_000;

    private final Place place;
    private final BooleanSupplier over;
    private volatile long ingestMegabytes;
    private volatile long executorMegabytes;
    private volatile boolean ended;

    Sampler(Place place, BooleanSupplier over) {
        this.place = place;
        this.over = over;
    }

    @Override
    public void run() {
        try {
            while (!over.getAsBoolean()) {
                look();
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a service was found not to run. */
    boolean sawAnEnd() {
        return ended;
    }

    long ingestMegabytes() {
        return ingestMegabytes;
    }

    long executorMegabytes() {
        return executorMegabytes;
    }

    /** What a directory's files take, in megabytes. What is deleted meanwhile counts nothing. */
    static long megabytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.find(directory, 20, (path, attributes) -> attributes.isRegularFile())) {
            return files.mapToLong(Sampler::size).sum() >> 20;
        }
    }

    /** What the log files in a directory take, in megabytes. */
    static long logMegabytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                            .mapToLong(Sampler::size)
                            .sum()
                    >> 20;
        }
    }

    private void look() {
        ended |= !place.ingest().isAlive() || !place.executor().isAlive();
        ingestMegabytes = Math.max(ingestMegabytes, resident(place.ingest()));
        executorMegabytes = Math.max(executorMegabytes, resident(place.executor()));
    }

    /** 0 where it cannot be told. */
    private static long resident(ServiceProcess service) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + service.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .sum()
                    >> 10;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
