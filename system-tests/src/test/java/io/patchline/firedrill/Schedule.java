package io.patchline.firedrill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What happens when. The same seed, length and possibilities make the same schedule.
 *
 * @param acts in the order of their times
 */
record Schedule(List<Act> acts) {
    static final int EXECUTORS = 4;
    static final int INGESTS = 2;

    /** How much time one round of all acts takes. */
    private static final Duration ROUND = Duration.ofSeconds(100);

    /** One thing that happens, so long after the beginning. */
    record Act(Duration at, Chaos chaos) {}

    /** As many rounds of all that is possible, each in an order of its own, as there is time for, at least one. */
    static Schedule over(Duration length, long seed, Possible possible) {
        Random random = new Random(seed);
        List<Chaos> all = new ArrayList<>();
        for (long round = 0; round < Math.max(1, length.dividedBy(ROUND)); round++) {
            List<Chaos> chaos = round(random, possible);
            Collections.shuffle(chaos, random);
            all.addAll(chaos);
        }
        List<Act> acts = new ArrayList<>();
        long slot = length.toMillis() / (all.size() + 1);
        for (int i = 0; i < all.size(); i++) {
            long at = slot * i + slot / 2 + random.nextLong(Math.max(1, slot / 2));
            acts.add(new Act(Duration.ofMillis(at), all.get(i)));
        }
        return new Schedule(List.copyOf(acts));
    }

    /** What must at least happen, in little time: for the test suite. */
    static Schedule ofTheShortDrill(long seed) {
        Random random = new Random(seed);
        int frozen = random.nextInt(EXECUTORS);
        return new Schedule(List.of(
                new Act(Duration.ofSeconds(2), new Chaos.FreezeExecutor(frozen, Duration.ofSeconds(26))),
                new Act(Duration.ofSeconds(5), new Chaos.KillExecutor(another(frozen, random), away(random))),
                new Act(Duration.ofSeconds(9), new Chaos.KillIngest(random.nextInt(INGESTS), away(random))),
                new Act(Duration.ofSeconds(16), new Chaos.KillBroker(away(random))),
                new Act(Duration.ofSeconds(30), new Chaos.KillExecutor(another(frozen, random), away(random)))));
    }

    /** The same for executors that share a repository only: it goes away, and they are cut off from it. */
    static Schedule ofTheShortDrillWithRepository(long seed) {
        List<Act> acts = new ArrayList<>(ofTheShortDrill(seed).acts());
        acts.add(0, new Act(Duration.ofSeconds(1), new Chaos.ResetFromRepository(0, Duration.ofSeconds(1))));
        acts.add(4, new Act(Duration.ofSeconds(12), new Chaos.RepositoryAway(Duration.ofSeconds(3))));
        acts.add(6, new Act(Duration.ofSeconds(20), new Chaos.SilenceFromRepository(1, Duration.ofSeconds(6))));
        acts.add(7, new Act(Duration.ofSeconds(22), new Chaos.ResetFromRepository(2, Duration.ofMillis(300))));
        return new Schedule(List.copyOf(acts));
    }

    private static List<Chaos> round(Random random, Possible possible) {
        List<Chaos> chaos = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            chaos.add(new Chaos.KillExecutor(random.nextInt(EXECUTORS), away(random)));
        }
        chaos.add(new Chaos.KillAllExecutors(away(random)));
        chaos.add(new Chaos.KillIngest(random.nextInt(INGESTS), away(random)));
        chaos.add(new Chaos.FreezeExecutor(random.nextInt(EXECUTORS), Duration.ofSeconds(25L + random.nextInt(10))));
        chaos.add(new Chaos.ResetExecutor(random.nextInt(EXECUTORS), away(random)));
        chaos.add(new Chaos.SilenceExecutor(random.nextInt(EXECUTORS), Duration.ofSeconds(15L + random.nextInt(20))));
        chaos.add(new Chaos.SilenceIngest(random.nextInt(INGESTS), Duration.ofSeconds(5L + random.nextInt(25))));
        if (possible.broker()) {
            chaos.add(new Chaos.KillBroker(away(random)));
            chaos.add(new Chaos.RestartBroker());
        }
        if (possible.disk()) {
            chaos.add(new Chaos.FillDisk(Duration.ofSeconds(4L + random.nextInt(8))));
        }
        if (possible.repository()) {
            chaos.add(new Chaos.ResetFromRepository(random.nextInt(EXECUTORS), away(random)));
            chaos.add(new Chaos.ResetFromRepository(
                    random.nextInt(EXECUTORS), Duration.ofSeconds(2L + random.nextInt(8))));
            chaos.add(new Chaos.SilenceFromRepository(
                    random.nextInt(EXECUTORS), Duration.ofSeconds(5L + random.nextInt(25))));
            chaos.add(new Chaos.RepositoryAway(Duration.ofSeconds(3L + random.nextInt(15))));
        }
        if (possible.clock()) {
            long minutes = random.nextLong(-300, 300);
            chaos.add(new Chaos.SkewClock(random.nextInt(EXECUTORS), Duration.ofMinutes(minutes)));
        }
        return chaos;
    }

    private static int another(int executor, Random random) {
        return (executor + 1 + random.nextInt(EXECUTORS - 1)) % EXECUTORS;
    }

    private static Duration away(Random random) {
        return Duration.ofMillis(200L + random.nextInt(4000));
    }
}
