package io.patchline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Processor time of processes with all that they started, from {@code /proc} (Linux). */
final class Cpu {
    /** {@code USER_HZ}, which is 100 on every Linux that a JVM runs on. */
    private static final double MICROS_PER_TICK = 10_000;

    private Cpu() {}

    /** In microseconds since they began, children that have ended and were waited for included. */
    static double micros(Collection<ProcessHandle> processes) {
        return processes.stream()
                        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                        .distinct()
                        .mapToLong(process -> ticks(process.pid()))
                        .sum()
                * MICROS_PER_TICK;
    }

    /** utime, stime, cutime, cstime: fields 14 to 17 of proc_pid_stat(5), counted from after the name in parentheses. */
    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            List<String> fields =
                    Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return fields.subList(11, 15).stream().mapToLong(Long::parseLong).sum();
        } catch (IOException e) {
            return 0; // it has just ended, and its parent has its time
        }
    }
}
