package io.patchline.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The drill of three nodes, again and again, while processes beside it keep the machine busy. Keeps the files of those that went wrong. */
final class ClusterRuns {
    /** However this ends, they do not outlive a run for longer. */
    private static final Duration BUSY_FOR = Duration.ofMinutes(20);

    private ClusterRuns() {}

    /** {@code bench/cluster} calls this: how many drills, and how many busy processes beside each. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int runs = Integer.parseInt(arguments[0]);
        int busy = Integer.parseInt(arguments[1]);
        int well = 0;
        for (int run = 1; run <= runs; run++) {
            well += isWell(run, busy) ? 1 : 0;
            System.out.printf("%d of %d well, %d to come%n%n", well, run, runs - run);
        }
        System.exit(well == runs ? 0 : 1);
    }

    private static boolean isWell(int run, int busy) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("patchline-cluster-");
        System.out.printf("drill %d, load average %s%n", run, LoadAverage.now());
        List<Process> others = startBusy(busy);
        boolean well = false;
        try {
            well = new ClusterDrill(directory, System.out::println).run().isWell();
        } catch (AssertionError | RuntimeException e) {
            System.out.println(e.getMessage());
        } finally {
            others.forEach(Process::destroyForcibly);
        }
        System.out.printf("%-46s %s%n", "load average at its end", LoadAverage.now());
        if (well) {
            Directories.delete(directory);
        } else {
            System.out.printf("NOT WELL; its files: %s%n", directory);
        }
        return well;
    }

    private static List<Process> startBusy(int number) throws IOException {
        List<Process> started = new ArrayList<>();
        String computing = "alarm %d; 1 while 1".formatted(BUSY_FOR.toSeconds());
        for (int i = 0; i < number; i++) {
            Process process =
                    new ProcessBuilder("perl", "-e", computing).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "busy-stop"));
            started.add(process);
        }
        return started;
    }
}
