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
    private static final Pattern RATE = Pattern.compile("sending rate avg: (\\d+) msg/s");
    private static final Pattern LATENCY =
            Pattern.compile("confirm latency min/median/75th/95th/99th (\\d+)/(\\d+)/(\\d+)/(\\d+)/(\\d+) µs");

    /**
     * @param amqpUrl of the virtual host in which it publishes
     * @param classpath of PerfTest
     */
    record PerfTestHome(Path directory, String classpath, String amqpUrl) {}

    @Override
    public Sample turn(Duration length) throws IOException, InterruptedException {
        long seconds = length.toMillis() / 1000;
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
        double before = Cpu.micros(broker);
        try (BenchProcess run = BenchProcess.startTalking("perf-test", home.directory(), Map.of(), command)) {
            String output = run.finish();
            double spent = Cpu.micros(broker) - before;
            afterwards.run();
            double rate = found(RATE, output, 1);
            return new Sample(rate, found(LATENCY, output, 2) / 1e3, found(LATENCY, output, 5) / 1e3, Double.NaN)
                    .costing(spent, rate * seconds);
        }
    }

    /** In the summary, which is the last. */
    private static double found(Pattern pattern, String output, int group) throws IOException {
        Matcher matcher = pattern.matcher(output.substring(output.indexOf("test stopped")));
        if (!matcher.find()) {
            throw new IOException("PerfTest's summary has no " + pattern + ": " + output);
        }
        return Double.parseDouble(matcher.group(group));
    }
}
