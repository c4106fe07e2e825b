package io.patchline.bench;

import java.io.IOException;
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
        return "From the start of the process until /q/health/ready answers 200, with the broker up and an empty log, from the AOT cache and without it. "
                + "Resident memory a second after that. Processor time until then.";
    }

    @Override
    public List<String> columns() {
        return List.of("resident MB", "ready after ms", "", "processor ms");
    }

    @Override
    public List<Report.Row> run(Ground ground, Options options) throws IOException, InterruptedException {
        List<Report.Row> rows = new ArrayList<>();
        try (Site.OfEach builds = Site.OfEach.start(ground)) {
            for (String module : List.of("ingest-service", "executor-service")) {
                List<Contender> contenders = new ArrayList<>();
                for (Site site : builds.sites()) {
                    if (!site.build().hasCache(module)) {
                        throw new IOException(module + " has no AOT cache to compare with: that needs a JDK 25");
                    }
                    contenders.add(new Start(site, module, true));
                }
                contenders.add(new Start(builds.sites().getFirst(), module, false));
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
            return site.build().name() + (cached ? "" : ", without the AOT cache");
        }

        @Override
        public Sample turn(Duration length) throws IOException, InterruptedException {
            long begin = System.nanoTime();
            BenchProcess process = site.start(module, Site.freePort(), Map.of(), cached);
            double millis = (System.nanoTime() - begin) / 1e6;
            double cpu = Usage.cpuMicros(List.of(process.handle()));
            TimeUnit.NANOSECONDS.sleep(SETTLED.toNanos());
            double resident = Usage.residentMegabytes(process.handle()).orElseThrow();
            site.stop(process);
            return new Sample(resident, millis, Double.NaN, cpu / 1000);
        }
    }
}
