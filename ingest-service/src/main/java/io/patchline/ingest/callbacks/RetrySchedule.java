package io.patchline.ingest.callbacks;

import io.patchline.message.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a callback that was not taken is sent again: after five times the last pause, up to the longest, each a fifth longer or shorter
 * than its measure so that what failed together does not come back together. The waiting itself is done by queues, one for each measure,
 * because RabbitMQ lets messages out of a queue only in their order.
 */
final class RetrySchedule {
    private static final int FACTOR = 5;
    private static final double SPREAD = 0.2;

    private final Duration firstPause;
    private final Duration giveUpAfter;
    private final RandomGenerator random;

    /**
     * @param firstPause the measure of the first waiting queue
     * @param giveUpAfter how long after the first try the last may begin
     */
    RetrySchedule(Duration firstPause, Duration giveUpAfter, RandomGenerator random) {
        this.firstPause = firstPause;
        this.giveUpAfter = giveUpAfter;
        this.random = random;
    }

    /**
     * How long to wait, and where.
     *
     * @param queue the number of the waiting queue
     */
    record Wait(int queue, Duration pause) {}

    /**
     * The wait after a try; empty when it was the last.
     *
     * @param tries how many there were
     * @param since when the first began
     * @param notBefore what the receiver asks for, as far as the longest pause allows
     */
    Optional<Wait> after(int tries, Instant since, Instant now, Optional<Duration> notBefore) {
        int queue = Math.min(tries, Topology.CALLBACK_WAITS) - 1;
        Duration asked = notBefore.orElse(Duration.ZERO);
        while (queue < Topology.CALLBACK_WAITS - 1 && measure(queue).compareTo(asked) < 0) {
            queue++;
        }
        Duration jittered = spread(measure(queue));
        Duration longest = measure(queue).multipliedBy(2);
        Duration wanted = asked.compareTo(longest) < 0 ? asked : longest;
        Wait wait = new Wait(queue, jittered.compareTo(wanted) < 0 ? wanted : jittered);
        return now.plus(wait.pause()).isAfter(since.plus(giveUpAfter)) ? Optional.empty() : Optional.of(wait);
    }

    /** The wait of a callback whose turn has not come, because its receiver is busy with others. */
    Wait forRoom() {
        return new Wait(1, spread(measure(1)));
    }

    private Duration measure(int queue) {
        return firstPause.multipliedBy((long) Math.pow(FACTOR, queue));
    }

    private Duration spread(Duration measure) {
        return Duration.ofMillis((long) (measure.toMillis() * random.nextDouble(1 - SPREAD, 1 + SPREAD)));
    }
}
