package io.patchline.firedrill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchline.broker.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The short fire drill; the large one is {@code bench/firedrill}. */
@Execution(ExecutionMode.CONCURRENT)
class FireDrillIT {
    private static final long SEED = Long.getLong("patchline.seed", 20261121);

    @Test
    void every_accepted_patch_takes_effect_once_and_in_order_whatever_dies(@TempDir Path directory) throws Exception {
        try (TestBroker broker = TestBroker.own()) {
            assumeTrue(broker.canBeKilled(), "a broker that was given by its URL is not ours to kill");
            FireDrill.Size size = new FireDrill.Size(160, Duration.ofSeconds(35), false);

            List<Finding> findings = new FireDrill(broker, directory, line -> {})
                    .run(size, SEED, possible -> Schedule.ofTheShortDrill(SEED));

            assertThat(findings)
                    .as("seed " + SEED)
                    .allSatisfy(finding ->
                            assertThat(finding.cases()).as(finding.what()).isEmpty());
        }
    }

    /** Executors that share a repository and the broker, and nothing else. */
    @Test
    void every_patch_is_one_commit_or_none_where_executors_share_nothing_but_a_repository(@TempDir Path directory)
            throws Exception {
        try (TestBroker broker = TestBroker.own()) {
            assumeTrue(broker.canBeKilled(), "a broker that was given by its URL is not ours to kill");
            FireDrill.Size size = new FireDrill.Size(96, Duration.ofSeconds(35), true);

            List<Finding> findings = new FireDrill(broker, directory, line -> {})
                    .run(size, SEED, possible -> Schedule.ofTheShortDrillWithRepository(SEED));

            assertThat(findings)
                    .as("seed " + SEED)
                    .allSatisfy(finding ->
                            assertThat(finding.cases()).as(finding.what()).isEmpty());
        }
    }
}
