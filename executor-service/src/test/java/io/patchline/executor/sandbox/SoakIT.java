package io.patchline.executor.sandbox;

import static io.patchline.executor.sandbox.Workbench.ask;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.process.ProcessResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many commands: case 19, and several at once. The bench's own assertions hold them to leave nothing. */
class SoakIT {
    private static final int COMMANDS = Integer.getInteger("patchline.it.launches", 100);

    @RegisterExtension
    static final Workbench BENCH = Workbench.bubblewrap();

    @Test
    void case_19_many_commands_in_a_row_leave_nothing() {
        for (int i = 0; i < COMMANDS; i++) {
            EndingCases.assertExited(BENCH.run("sleep 60 & echo " + i), 0, i + "\n");
        }
    }

    @Test
    void commands_side_by_side_do_not_meet() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<ProcessResult>> commands = IntStream.range(0, 24)
                    .<Callable<ProcessResult>>mapToObj(i -> () -> BENCH.run(
                            i % 3 == 0 ? ask("sleep 60").within(Duration.ofMillis(50)) : ask("sleep 0.2; echo " + i)))
                    .toList();
            List<Future<ProcessResult>> results = threads.invokeAll(commands);
            for (int i = 0; i < results.size(); i++) {
                ProcessResult result = results.get(i).get();
                if (i % 3 == 0) {
                    assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
                } else {
                    EndingCases.assertExited(result, 0, i + "\n");
                }
            }
        }
    }
}
