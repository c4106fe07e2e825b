package io.patchline.executor.bench;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The ledger of one run in this build and in another, in the same turns. See bench/ledger/README.md. Arguments: rounds; a directory on disk; one in memory; the other build's classes and {@link LedgerRun}
 * compiled against them; its name.
 */
public final class LedgerComparison {
    private static final int WARM_UP = 300;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Interleaved times = new Interleaved();
    private final List<String> names = new ArrayList<>();
    private final List<List<Long>> processor = new ArrayList<>();

    private LedgerComparison() {}

    public static void main(String[] arguments) throws Exception {
        Path disk = Files.createTempDirectory(Path.of(arguments[1]), "patchline-bench");
        Path memory = Files.createTempDirectory(Path.of(arguments[2]), "patchline-bench");
        Class<?> other = other(Path.of(arguments[3]));
        LedgerComparison comparison = new LedgerComparison();
        for (Path place : List.of(disk, memory)) {
            String where = place.equals(disk) ? "on disk" : "in memory: what is not sync";
            comparison.add("this build, " + where, LedgerRun.class, place.resolve("this"));
            comparison.add(arguments[4] + ", " + where, other, place.resolve("other"));
        }
        comparison.print(Integer.parseInt(arguments[0]));
        new ProcessBuilder("rm", "-rf", disk.toString(), memory.toString())
                .start()
                .waitFor();
    }

    /** The same class over the other build's, which shares nothing with this one but the libraries' files. */
    private static Class<?> other(Path classes) throws Exception {
        List<URL> places = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar")) {
                places.add(Path.of(entry).toUri().toURL());
            }
        }
        URLClassLoader loader = new URLClassLoader(places.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        return loader.loadClass(LedgerRun.class.getName());
    }

    private void add(String name, Class<?> build, Path state) throws Exception {
        Callable<?> run = (Callable<?>) build.getConstructor(Path.class).newInstance(state);
        List<Long> nanos = new ArrayList<>();
        names.add(name);
        processor.add(nanos);
        times.add(name, () -> {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            run.call();
            long time = System.nanoTime() - start;
            nanos.add(THREADS.getCurrentThreadCpuTime() - cpu);
            return time;
        });
    }

    private void print(int rounds) throws Exception {
        times.print(WARM_UP, rounds);
        System.out.println("\n| processor time of the thread | p50 µs | mean µs |\n|---|---:|---:|");
        for (int row = 0; row < names.size(); row++) {
            long[] nanos = processor.get(row).stream()
                    .skip(WARM_UP)
                    .mapToLong(Long::longValue)
                    .sorted()
                    .toArray();
            System.out.printf(
                    "| %s | %.0f | %.0f |%n",
                    names.get(row),
                    nanos[rounds / 2] / 1e3,
                    Arrays.stream(nanos).average().orElseThrow() / 1e3);
        }
    }
}
