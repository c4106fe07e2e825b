package io.patchline.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RabbitMQ's own load generator: what the broker gives to a plain client that publishes persistent messages and waits for confirms.
 *
 * @param where its arguments for where to publish
 * @param inFlight how many messages may be unconfirmed
 * @param bytes of each message
 * @param broker whose processor time counts; PerfTest itself is the client
 * @param afterwards clears away what a turn left
 */
record PerfTest(
        String name,
        PerfTestHome home,
        List<String> where,
        int inFlight,
        int bytes,
        List<ProcessHandle> broker,
        Runnable afterwards)
        implements Contender {
    /** It is a JVM that has just started. */
    static final Duration HEAD_START = Duration.ofSeconds(3);

    private static final Pattern SECOND = Pattern.compile(
            "time (\\d+)\\.\\d+ s, sent: (\\d+) msg/s.* confirm latency: \\d+/(\\d+)/\\d+/\\d+/(\\d+) µs");
    private static final Pattern RATE = Pattern.compile("sending rate avg: (\\d+) msg/s");

    /**
     * @param amqpUrl of the virtual host in which it publishes
     * @param classpath of PerfTest
     */
    record PerfTestHome(Path directory, String classpath, String amqpUrl) {}

    @Override
    public Sample turn(Duration length) throws IOException, InterruptedException {
        long seconds = length.plus(HEAD_START).toSeconds();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                home.classpath(),
                "com.rabbitmq.perf.PerfTest"));
        command.addAll(
                List.of("--uri", home.amqpUrl(), "--producers", "1", "--consumers", "0", "--flag", "persistent"));
        command.addAll(List.of("--confirm", "" + inFlight, "--size", "" + bytes, "--time", "" + seconds));
        command.addAll(where);
        double before = Usage.cpuMicros(broker);
        try (BenchProcess run = BenchProcess.startTalking("perf-test", home.directory(), Map.of(), command)) {
            String output = run.finish();
            CpuTime spent = CpuTime.of("broker", Usage.cpuMicros(broker) - before);
            afterwards.run();
            return seconds(output).costing(spent, average(output) * seconds);
        }
    }

    /** As it tells them each second: the median of the rates, and of the percentiles. */
    private static Sample seconds(String output) throws IOException {
        List<Sample> seconds = SECOND.matcher(output)
                .results()
                .filter(second -> Long.parseLong(second.group(1)) > HEAD_START.toSeconds())
                .map(second -> new Sample(
                        Double.parseDouble(second.group(2)),
                        Double.parseDouble(second.group(3)) / 1e3,
                        Double.parseDouble(second.group(4)) / 1e3,
                        Double.NaN))
                .toList();
        if (seconds.isEmpty()) {
            throw new IOException("PerfTest told no second: " + output);
        }
        return Sample.median(seconds);
    }

    /** Of the whole run, from its summary, which is the last. */
    private static double average(String output) throws IOException {
        Matcher matcher = RATE.matcher(output.substring(output.indexOf("test stopped")));
        if (!matcher.find()) {
            throw new IOException("PerfTest's summary has no " + RATE + ": " + output);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
