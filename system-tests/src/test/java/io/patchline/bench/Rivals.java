package io.patchline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Other ways to have {@code true} run, as far as {@code bench/run} found them installed. */
final class Rivals implements AutoCloseable {
    private static final String FLOOR = "`sh -c true` from C";

    private final Ground ground;
    private final Path home;
    private final List<Rival> rivals = new ArrayList<>();

    /** @param workers whose processor time counts, the driver among them */
    private record Rival(String name, BenchProcess driver, List<BenchProcess> workers) {}

    private Rivals(Ground ground, Path home) {
        this.ground = ground;
        this.home = home;
    }

    static Rivals start(Ground ground, Path home) throws IOException {
        Rivals rivals = new Rivals(ground, home);
        rivals.startBullMq();
        rivals.startCelery();
        if (Files.exists(home.resolve("spawn"))) {
            rivals.add(FLOOR, rivals.driver(Map.of(), home.resolve("spawn").toString()));
        }
        return rivals;
    }

    List<Contender> contenders(int inFlight) {
        return rivals.stream()
                .filter(rival -> inFlight == 1 || !rival.name().equals(FLOOR))
                .<Contender>map(rival -> new LineContender(
                        rival.name(),
                        rival.driver(),
                        inFlight,
                        rival.workers().stream().map(BenchProcess::handle).toList()))
                .toList();
    }

    @Override
    public void close() {
        rivals.forEach(rival -> rival.workers().forEach(BenchProcess::close));
    }

    private void startBullMq() throws IOException {
        if (Files.isDirectory(home.resolve("bullmq/node_modules"))) {
            String port = "" + Site.freePort();
            BenchProcess redis = server(Map.of(), "redis-server", "--bind", "127.0.0.1", "--port", port, "--save", "");
            BenchProcess driver =
                    driver(Map.of(), "node", home.resolve("bullmq/driver.mjs").toString(), port);
            add("BullMQ on Redis", driver, redis);
        }
    }

    private void startCelery() throws IOException {
        if (Files.exists(home.resolve("celery.installed"))) {
            Map<String, String> environment = Map.of(
                    "BENCH_AMQP_URL", ground.broker().newVirtualHost(),
                    "PYTHONPATH", home.resolve("celery").toString());
            BenchProcess worker = server(
                    environment,
                    "/usr/bin/python3",
                    "-m",
                    "celery",
                    "-A",
                    "tasks",
                    "worker",
                    "-c",
                    "4",
                    "-l",
                    "warning");
            BenchProcess driver = driver(
                    environment,
                    "/usr/bin/python3",
                    home.resolve("celery/driver.py").toString());
            add("Celery on RabbitMQ", driver, worker);
        }
    }

    private BenchProcess server(Map<String, String> environment, String... command) throws IOException {
        return BenchProcess.start(name(command), ground.directory(), environment, List.of(command));
    }

    private BenchProcess driver(Map<String, String> environment, String... command) throws IOException {
        return BenchProcess.startTalking(name(command), ground.directory(), environment, List.of(command));
    }

    private static String name(String... command) {
        return Path.of(command[0]).getFileName().toString();
    }

    private void add(String name, BenchProcess driver, BenchProcess... others) throws IOException {
        List<BenchProcess> workers = new ArrayList<>(List.of(others));
        workers.add(driver);
        rivals.add(new Rival(name, driver, workers));
        driver.ask("1 1"); // connected, and warm
    }

    /**
     * A rival with a driver of its own: it reads {@code <seconds> <jobs in flight>}, works, and answers with one line of JSON
     * {@code {"operations", "seconds", "p50", "p99"}}, times in milliseconds.
     *
     * @param workers whose processor time counts
     */
    private record LineContender(String name, BenchProcess driver, int inFlight, Collection<ProcessHandle> workers)
            implements Contender {
        @Override
        public Sample turn(Duration length) throws IOException {
            double before = Usage.cpuMicros(workers);
            JsonNode result = MessageCodec.mapper().readTree(driver.ask(length.toMillis() / 1000 + " " + inFlight));
            double spent = Usage.cpuMicros(workers) - before;
            double operations = result.get("operations").asDouble();
            return new Sample(
                            operations / result.get("seconds").asDouble(),
                            result.path("p50").asDouble(Double.NaN),
                            result.path("p99").asDouble(Double.NaN),
                            Double.NaN)
                    .costing(CpuTime.of(name, spent), operations);
        }
    }
}
