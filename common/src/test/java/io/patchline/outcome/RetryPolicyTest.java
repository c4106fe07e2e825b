package io.patchline.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.outcome.Disposition.Accept;
import io.patchline.outcome.Disposition.DeadLetter;
import io.patchline.outcome.Disposition.RetryInPlace;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
    private static final RandomGenerator LEAST = () -> 0;
    private static final Outcome COMMAND_FAILED =
            new Outcome.Failed(ErrorCode.COMMAND_FAILED, "exit code 1", List.of(), RunReport.NOTHING);

    @Test
    void a_success_is_accepted() {
        assertThat(new RetryPolicy(3, LEAST).decide(new Outcome.Succeeded(RunReport.NOTHING), 1))
                .isEqualTo(new Accept());
    }

    @Test
    void a_failure_is_tried_again_as_often_as_asked_and_then_dead_lettered_with_its_reason() {
        RetryPolicy policy = new RetryPolicy(2, LEAST);
        assertThat(policy.decide(COMMAND_FAILED, 1)).isInstanceOf(RetryInPlace.class);
        assertThat(policy.decide(COMMAND_FAILED, 2)).isInstanceOf(RetryInPlace.class);
        assertThat(policy.decide(COMMAND_FAILED, 3)).isEqualTo(new DeadLetter(ErrorCode.COMMAND_FAILED, "exit code 1"));
    }

    @Test
    void without_retries_the_first_failure_is_the_last() {
        assertThat(new RetryPolicy(0, LEAST).decide(COMMAND_FAILED, 1)).isInstanceOf(DeadLetter.class);
    }

    @Test
    void a_timeout_is_tried_again() {
        Outcome timedOut = new Outcome.TimedOut("5 minutes", RunReport.NOTHING);
        assertThat(new RetryPolicy(1, LEAST).decide(timedOut, 1)).isInstanceOf(RetryInPlace.class);
        assertThat(new RetryPolicy(1, LEAST).decide(timedOut, 2))
                .isEqualTo(new DeadLetter(ErrorCode.TIMED_OUT, "5 minutes"));
    }

    @ParameterizedTest
    @EnumSource(names = {"COMMAND_FAILED", "COMMAND_KILLED", "OUTPUT_LIMIT", "OUT_OF_MEMORY", "SETUP_FAILED"})
    void a_cause_that_lies_in_the_world_may_pass(ErrorCode code) {
        assertThat(new RetryPolicy(9, LEAST).decide(new Outcome.Failed(code, "s", List.of(), RunReport.NOTHING), 1))
                .isInstanceOf(RetryInPlace.class);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMMAND_FAILED", "COMMAND_KILLED", "OUTPUT_LIMIT", "OUT_OF_MEMORY", "SETUP_FAILED"})
    void a_cause_that_lies_in_the_patch_does_not_pass(ErrorCode code) {
        assertThat(new RetryPolicy(9, LEAST).decide(new Outcome.Failed(code, "s", List.of(), RunReport.NOTHING), 1))
                .isEqualTo(new DeadLetter(code, "s"));
    }

    @Test
    void what_somebody_cancelled_needs_nobody_any_more() {
        assertThat(RetryPolicy.noMore().decide(new Outcome.Cancelled("s", RunReport.NOTHING), 1))
                .isEqualTo(new Disposition.Accept());
    }

    @Test
    void what_was_refused_or_interrupted_is_not_tried_again_by_itself() {
        RetryPolicy policy = new RetryPolicy(9, LEAST);
        assertThat(policy.decide(new Outcome.Refused(ErrorCode.PATH_REFUSED, "s", List.of()), 1))
                .isEqualTo(new DeadLetter(ErrorCode.PATH_REFUSED, "s"));
        assertThat(policy.decide(new Outcome.Interrupted("s", RunReport.NOTHING), 1))
                .isEqualTo(new DeadLetter(ErrorCode.INTERRUPTED, "s"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "2, 2000", "3, 4000", "6, 32000", "7, 60000", "17, 60000", "18, 60000", "2000000000, 60000"})
    void pauses_double_up_to_a_minute(int attempt, long millis) {
        RetryPolicy policy = new RetryPolicy(Integer.MAX_VALUE, LEAST);
        assertThat(policy.decide(COMMAND_FAILED, attempt)).isEqualTo(new RetryInPlace(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1000", "4, 8000", "9, 60000"})
    void chance_shortens_a_pause_by_a_half_at_most(int attempt, long longest) {
        RetryPolicy policy = new RetryPolicy(Integer.MAX_VALUE, new SplittableRandom(20261121));
        List<Duration> pauses = Stream.generate(() -> policy.decide(COMMAND_FAILED, attempt))
                .limit(200)
                .map(RetryInPlace.class::cast)
                .map(RetryInPlace::pause)
                .toList();
        assertThat(pauses)
                .allSatisfy(pause ->
                        assertThat(pause).isBetween(Duration.ofMillis(longest / 2), Duration.ofMillis(longest)));
        assertThat(new HashSet<>(pauses)).hasSizeGreaterThan(100);
    }

    @Test
    void what_cannot_be_counted_is_refused() {
        assertThatThrownBy(() -> new RetryPolicy(-1, LEAST)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryPolicy(1, LEAST).decide(COMMAND_FAILED, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
