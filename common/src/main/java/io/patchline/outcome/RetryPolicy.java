package io.patchline.outcome;

import io.patchline.patch.RunOptions;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides what becomes of a delivery: a patch that somebody cancelled needs nobody any more, one that failed does. The only way from an {@link Outcome} to a {@link Disposition}.
 *
 * <p>Pauses double from {@link #FIRST_PAUSE} to {@link #LONGEST_PAUSE}, each shortened by a random part of up to a half, so that patches
 * that failed together do not come back together.
 *
 * @param retries how often a failed attempt is tried again: 0 or more
 */
public record RetryPolicy(int retries, RandomGenerator random) {
    /** The pause before the second attempt, before it is shortened. */
    public static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** No pause is longer. */
    public static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    public RetryPolicy {
        if (retries < 0) {
            throw new IllegalArgumentException("retries must be 0 or more, not " + retries);
        }
    }

    /** The policy of a run that is over: accepted or dead. */
    public static RetryPolicy noMore() {
        return new RetryPolicy(0, RandomGenerator.getDefault());
    }

    /** The policy that a patch asks for. */
    public static RetryPolicy of(RunOptions options, RandomGenerator random) {
        return new RetryPolicy(options.retries(), random);
    }

    /**
     * @param attempt the number of the attempt that had this outcome, from 1
     * @throws IllegalArgumentException if the attempt's number is less than 1
     */
    public Disposition decide(Outcome outcome, int attempt) {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts count from 1, not " + attempt);
        }
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> new Disposition.Accept();
            case Outcome.Failed failed ->
                attempt <= retries && mayPassNextTime(failed.code())
                        ? new Disposition.RetryInPlace(pauseAfter(attempt))
                        : deadLetter(failed);
            case Outcome.TimedOut timedOut ->
                attempt <= retries ? new Disposition.RetryInPlace(pauseAfter(attempt)) : deadLetter(timedOut);
            case Outcome.Refused refused -> deadLetter(refused);
            case Outcome.Cancelled cancelled -> new Disposition.Accept();
            case Outcome.Interrupted interrupted -> deadLetter(interrupted);
            case Outcome.AwaitingReview awaiting -> new Disposition.Accept();
            case Outcome.Rejected rejected -> new Disposition.Accept();
        };
    }

    /** Whether the cause lies in the world, which changes, and not in the patch, which does not. */
    private static boolean mayPassNextTime(ErrorCode code) {
        return switch (code) {
            case COMMAND_FAILED, COMMAND_KILLED, OUTPUT_LIMIT, OUT_OF_MEMORY, SETUP_FAILED -> true;
            default -> false;
        };
    }

    private static Disposition deadLetter(Outcome.Unsuccessful outcome) {
        return new Disposition.DeadLetter(outcome.code(), outcome.summary());
    }

    private Duration pauseAfter(int attempt) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 16);
        long longest = Math.min(doubled, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(longest - random.nextLong(longest / 2 + 1));
    }
}
