package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One drill of three nodes; many, on a busy machine, are {@code bench/cluster}. Prints what came of it as a table. */
// The last resort: each wait of the drill has a bound of its own, which tells more. At a load of 24 it was in its audit
// after 8 minutes.
@Timeout(value = 15, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class ClusterIT {
    @Test
    void a_killed_leader_loses_nothing_that_was_accepted_and_nothing_runs_twice(@TempDir Path directory)
            throws Exception {
        assumeTrue(LocalCluster.isPossible(), "no RabbitMQ on this machine");

        ClusterDrill.Result result = new ClusterDrill(directory, System.out::println).run();

        assertThat(result.carriedOut()).containsExactlyInAnyOrderElementsOf(result.accepted());
        assertThat(result.toldOtherwise())
                .as("what is told otherwise; is it lost, or late?")
                .isEmpty();
    }
}
