package io.patchline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** From the start of a process until it is ready, and what it then holds in memory. */
final class StartPart implements Part {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String explanation() {
        return "From the start of the process until /q/health/ready answers 200, with the broker up and an empty log, with and without the AOT cache. "
                + "Resident memory a second after that. Processor time until then.";
    }

    @Override
    public List<Row> run(Ground ground, Options options) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        try (Site site = new Site(ground.broker(), ground.directory())) {
            for (String module : List.of("ingest-service", "executor-service")) {
                if (!Site.hasCache(module)) {
                    throw new IOException(module + " has no AOT cache to compare with: that needs a JDK 25");
                }
                List<Contender> contenders = List.of(new Start(site, module, true), new Start(site, module, false));
                rows.addAll(new Comparison(module, contenders).run(options.rounds(), options.turn()));
            }
        }
        return rows;
    }

    /** One start, however long a turn is. */
    private record Start(Site site, String module, boolean cached) implements Contender {
        private static final Duration SETTLED = Duration.ofSeconds(1);

        @Override
        public String name() {
            return cached ? "with the AOT cache" : "without";
        }

        @Override
        public Sample turn(Duration length) throws IOException, InterruptedException {
            long begin = System.nanoTime();
            BenchProcess process = site.start(module, Site.freePort(), Map.of(), cached);
            double millis = (System.nanoTime() - begin) / 1e6;
            double cpu = Cpu.micros(List.of(process.handle()));
            TimeUnit.NANOSECONDS.sleep(SETTLED.toNanos());
            double resident = residentMegabytes(process.handle().pid());
            site.stop(process);
            return new Sample(resident, millis, millis, cpu);
        }

        private static double residentMegabytes(long pid) throws IOException {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
