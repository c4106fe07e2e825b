package io.patchline.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the services hold in memory under a steady load, and how fast that grows. */
final class MemoryPart implements Part {
    private static final int PER_SECOND = 20;
    private static final int LOOKS = 12;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String explanation() {
        return PER_SECOND
                + " patches a second, each the command `true` in the sandbox, whose outcome somebody waits for; all builds at once. Live heap: what is in use "
                + "after a full collection, asked for at the beginning and at the end only. Growth is the slope of a line through the second half of the figures, "
                + "in MB an hour. The executor with the processes below it, and their number. The status index fills until it holds what `patchline.status.keep` says.";
    }

    @Override
    public List<String> columns() {
        return List.of("resident MB", "live heap MB", "processes", "");
    }

    @Override
    public List<Report.Row> run(Ground ground, Options options) throws IOException, InterruptedException {
        Duration between = options.load().dividedBy(LOOKS);
        List<Look> looks = new ArrayList<>();
        try (Site.OfEach builds = Site.OfEach.start(ground).withExecutor(Map.of("PATCHLINE_SLOTS", "4"));
                SteadyLoad load = new SteadyLoad(builds.sites(), PER_SECOND)) {
            for (int number = 0; number <= LOOKS; number++) {
                TimeUnit.NANOSECONDS.sleep(between.toNanos());
                load.requireSuccess();
                boolean first = number == 0;
                for (Site site : builds.sites()) {
                    for (BenchProcess service : site.services()) {
                        looks.add(look(between.multipliedBy(number + 1L), site, service, first || number == LOOKS));
                    }
                }
            }
        }
        List<Report.Row> rows = new ArrayList<>();
        looks.forEach(look -> rows.add(look.row()));
        looks.stream().map(Look::who).distinct().forEach(who -> rows.add(growth(who, looks)));
        return rows;
    }

    private static Look look(Duration at, Site site, BenchProcess service, boolean withHeap)
            throws IOException, InterruptedException {
        List<ProcessHandle> all = service.family();
        double resident = 0;
        for (ProcessHandle process : all) {
            resident += Usage.residentMegabytes(process).orElse(0.0);
        }
        double heap = withHeap ? Usage.liveHeapMegabytes(service.jvm()) : Double.NaN;
        return new Look(
                at, site.build().name() + ", " + service.name(), new Sample(resident, heap, all.size(), Double.NaN));
    }

    private record Look(Duration at, String who, Sample sample) {
        Report.Row row() {
            return new Report.Row("after %.1f minutes".formatted(at.toSeconds() / 60.0), who, sample, List.of(sample));
        }
    }

    /** Least squares. */
    private static Report.Row growth(String who, List<Look> all) {
        List<Look> own = all.stream().filter(look -> look.who().equals(who)).toList();
        List<Look> half = own.subList(own.size() / 2, own.size());
        double meanHours =
                half.stream().mapToDouble(MemoryPart::hours).average().orElseThrow();
        double meanSize = half.stream()
                .mapToDouble(look -> look.sample().perSecond())
                .average()
                .orElseThrow();
        double together = 0;
        double spread = 0;
        for (Look look : half) {
            together += (hours(look) - meanHours) * (look.sample().perSecond() - meanSize);
            spread += (hours(look) - meanHours) * (hours(look) - meanHours);
        }
        Sample slope = new Sample(together / spread, Double.NaN, Double.NaN, Double.NaN);
        return new Report.Row("growth, MB an hour", who, slope, List.of(slope));
    }

    private static double hours(Look look) {
        return look.at().toMillis() / 3.6e6;
    }
}
