package io.patchline.executor.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Rows of a table that are measured in turns in one run: a round is every row once, in random order, so that what else the machine does falls on all alike. */
final class Interleaved {
    private final List<Row> rows = new ArrayList<>();

    private record Row(String name, Measure measure) {}

    /** Does something once and tells how many nanoseconds it took. */
    @FunctionalInterface
    interface Measure {
        long nanos() throws Exception;
    }

    /** What is measured here. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** A row that measures itself. */
    void add(String name, Measure measure) {
        rows.add(new Row(name, measure));
    }

    /** A row whose work is measured. */
    void addWork(String name, Work work) {
        add(name, () -> {
            long start = System.nanoTime();
            work.run();
            return System.nanoTime() - start;
        });
    }

    /** Warms up, measures, and prints medians and p99s. */
    void print(int warmUp, int rounds) throws Exception {
        print(measured(warmUp, rounds));
    }

    /** Warms up, and measures: nanoseconds in ascending order, by row. */
    long[][] measured(int warmUp, int rounds) throws Exception {
        long[][] times = new long[rows.size()][rounds];
        List<Integer> order = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            order.add(row);
        }
        for (int round = -warmUp; round < rounds; round++) {
            Collections.shuffle(order);
            for (int row : order) {
                long nanos = rows.get(row).measure().nanos();
                if (round >= 0) {
                    times[row][round] = nanos;
                }
            }
        }
        for (long[] nanos : times) {
            Arrays.sort(nanos);
        }
        return times;
    }

    /** Prints medians and p99s. */
    void print(long[][] times) {
        int rounds = times[0].length;
        System.out.println("| " + rounds + " rounds, interleaved | p50 ms | p99 ms |\n|---|---:|---:|");
        for (int row = 0; row < rows.size(); row++) {
            long[] nanos = times[row];
            System.out.printf(
                    "| %s | %.2f | %.2f |%n",
                    rows.get(row).name(), nanos[rounds / 2] / 1e6, nanos[rounds * 99 / 100] / 1e6);
        }
    }
}
