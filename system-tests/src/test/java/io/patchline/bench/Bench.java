package io.patchline.bench;

import io.patchline.broker.TestBroker;
import io.patchline.system.LoadAverage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs the parts that were asked for and prints their tables. Started by {@code bench/run}, which says what the arguments mean. */
public final class Bench {
    private static final List<Part> PARTS = List.of(
            new AckPart(), new RoundTripPart(), new ScalePart(), new StartPart(), new GrowthPart(), new MemoryPart());

    private Bench() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        Options options = Options.from(arguments);
        Set<String> known = PARTS.stream().map(Part::name).collect(Collectors.toSet());
        if (!known.containsAll(options.only())) {
            System.err.println("Parts are " + known + ", not " + options.only());
            System.exit(2);
        }
        Path directory = Files.createTempDirectory("patchline-bench");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        try (TestBroker broker = TestBroker.own()) {
            Ground ground = new Ground(broker, directory, builds(options));
            Report report = new Report(Machine.here(broker.description()), options);
            for (Part part : PARTS) {
                if (options.only().contains(part.name())) {
                    System.err.println(part.name());
                    String before = LoadAverage.now();
                    List<Report.Row> rows = part.run(ground, options);
                    report.add(part, before + " to " + LoadAverage.now(), rows);
                    report.write(); // what the next part meets does not take it away
                }
            }
            System.out.print(report.write());
        }
        System.exit(0); // the rivals' clients leave threads
    }

    private static List<Build> builds(Options options) {
        List<Build> builds = new ArrayList<>();
        builds.add(new Build("Patchline", Path.of(System.getProperty("patchline.root"))));
        options.baseline().ifPresent(builds::add);
        return builds;
    }
}
