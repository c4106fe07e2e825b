package io.patchline.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes take: processor time with all that they started, and memory, from {@code /proc} (Linux) and from the JVM. */
final class Usage {
    /** {@code USER_HZ}, which is 100 on every Linux that a JVM runs on. */
    private static final double MICROS_PER_TICK = 10_000;

    private static final int OWN = 2;
    private static final int OWN_AND_CHILDREN = 4;

    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private Usage() {}

    /** In microseconds since they began, with all that they started, also what has ended and was waited for. */
    static double cpuMicros(Collection<ProcessHandle> processes) {
        return processes.stream()
                        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                        .distinct()
                        .mapToLong(process -> ticks(process.pid(), OWN_AND_CHILDREN))
                        .sum()
                * MICROS_PER_TICK;
    }

    /** In microseconds since it began, without what it started. */
    static double ownCpuMicros(ProcessHandle process) {
        return ticks(process.pid(), OWN) * MICROS_PER_TICK;
    }

    /** utime, stime, and then cutime, cstime: fields 14 to 17 of proc_pid_stat(5), counted from after the name in parentheses. */
    private static long ticks(long pid, int fieldsOfTime) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            List<String> fields =
                    Arrays.asList(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
            return fields.subList(11, 11 + fieldsOfTime).stream()
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException e) {
            return 0; // it has just ended, and its parent has its time
        }
    }

    /** Empty if it has ended. */
    static OptionalDouble residentMegabytes(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }

    /** What of the heap of a JVM with the serial collector is in use right after a full collection, which this asks for. */
    static double liveHeapMegabytes(ProcessHandle jvm) throws IOException, InterruptedException {
        jcmd(jvm, "GC.run");
        return USED.matcher(jcmd(jvm, "GC.heap_info"))
                        .results()
                        .mapToLong(space -> Long.parseLong(space.group(1)))
                        .sum()
                / 1024.0;
    }

    private static String jcmd(ProcessHandle jvm, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), "" + jvm.pid(), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + output);
        }
        return output;
    }
}
