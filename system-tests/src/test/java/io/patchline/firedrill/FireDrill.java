package io.patchline.firedrill;

import io.patchline.broker.TestBroker;
import io.patchline.system.Directories;
import io.patchline.system.LoadAverage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One drill from its first patch to its table. */
final class FireDrill {
    private final TestBroker broker;
    private final Path directory;
    private final Consumer<String> said;

    /**
     * @param said hears what happens, a line each
     */
    FireDrill(TestBroker broker, Path directory, Consumer<String> said) {
        this.broker = broker;
        this.directory = directory;
        this.said = said;
    }

    /** How much there is to be done in how much time. */
    record Size(int patches, Duration load, boolean repository) {
        /** At least one round of everything, and otherwise as fast as two processors can take it. */
        static Size of(int patches, boolean repository) {
            return new Size(
                    patches, Duration.ofMillis(Math.max(100_000, patches * (repository ? 250L : 60L))), repository);
        }
    }

    /** What is scheduled where this is possible. */
    interface Plan {
        Schedule on(Possible possible);
    }

    /** Returns a row for each promise. */
    List<Finding> run(Size size, long seed, Plan plan) throws Exception {
        try (Site site = new Site(directory, broker, size)) {
            Possible possible = site.possible();
            said.accept("broker: %s".formatted(broker.description()));
            said.accept("left out: %s".formatted(possible.leftOut().isEmpty() ? "nothing" : possible.leftOut()));
            Load load = new Load(site, size, seed);
            Thread clients = Thread.startVirtualThread(() -> load.submitAll(size.load()));
            new Fire(site, said).burn(plan.on(possible));
            clients.join();
            said.accept("%d of %d patches accepted, %d submitted again"
                    .formatted(load.accepted().size(), size.patches(), load.repeats()));
            site.awaitReady();
            load.awaitJudged();
            said.accept("ended by themselves: %s".formatted(site.lastWords()));
            Investigation investigation = new Investigation(site, load, said);
            investigation.awaitQuiet();
            Evidence evidence = investigation.gather();
            Audit audit = new Audit(evidence);
            said.accept("endings: %s; %s; in patches.dead: %d, twice: %d"
                    .formatted(
                            audit.endings(),
                            evidence.log().counts(),
                            evidence.dead().size(),
                            evidence.dead().size()
                                    - evidence.dead().stream().distinct().count()));
            return audit.findings();
        }
    }

    /** {@code bench/firedrill} calls this: number of patches, seed, and whether there is a repository. */
    public static void main(String[] arguments) throws Exception {
        int patches = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        Size size = Size.of(patches, Boolean.parseBoolean(arguments[2]));
        Path directory = Files.createTempDirectory("patchline-firedrill-");
        Consumer<String> said = System.out::println;
        said.accept("seed: %d, patches: %d over %d s, logs: %s"
                .formatted(seed, patches, size.load().toSeconds(), directory));
        long begin = System.nanoTime();
        List<Finding> findings;
        try (TestBroker broker = TestBroker.own()) {
            findings = new FireDrill(broker, directory, said)
                    .run(size, seed, possible -> Schedule.over(size.load(), seed, possible));
        }
        boolean allWell = findings.stream().allMatch(finding -> finding.cases().isEmpty());
        said.accept("\nfire drill with seed %d: %d patches in %d s, load average %s\n"
                .formatted(seed, patches, (System.nanoTime() - begin) / 1_000_000_000, LoadAverage.now()));
        said.accept(Table.of(findings));
        if (allWell) {
            Directories.delete(directory);
        }
        System.exit(allWell ? 0 : 1);
    }
}
