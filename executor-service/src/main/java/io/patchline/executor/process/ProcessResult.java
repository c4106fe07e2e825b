package io.patchline.executor.process;

import io.patchline.outcome.CapturedOutput;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a command ended. What it wrote until then is kept, however it ended. */
public sealed interface ProcessResult {

    /**
     * It ended by itself, with this exit code.
     *
     * @param remaining the names of processes that it left running, and that were ended with it
     */
    record Exited(int code, CapturedOutput output, Duration elapsed, List<String> remaining) implements ProcessResult {
        public Exited {
            remaining = List.copyOf(remaining);
        }

        /** It left nothing running. */
        public Exited(int code, CapturedOutput output, Duration elapsed) {
            this(code, output, elapsed, List.of());
        }
    }

    /**
     * A signal ended it that Patchline did not send. The name is POSIX's, such as {@code SIGKILL}.
     *
     * @param code the exit code, 128 and the number of the signal, if that is all that is known: a shell ends with it when its last program
     *     was ended by the signal, and when it is told to {@code exit} with it (docs/decisions/0021)
     */
    record Signalled(String signal, Optional<Integer> code, CapturedOutput output, Duration elapsed)
            implements ProcessResult {}

    /**
     * It was ended because it ran longer than it may.
     *
     * @param running the names of the processes that ran then, besides its shell
     */
    record TimedOut(CapturedOutput output, Duration elapsed, List<String> running) implements ProcessResult {
        public TimedOut {
            running = List.copyOf(running);
        }
    }

    /** It was ended because it wrote more than it may. */
    record OutputLimitReached(CapturedOutput output, Duration elapsed) implements ProcessResult {}

    /** The kernel ended it because all of its processes together used more memory than it may. */
    record OutOfMemory(CapturedOutput output, Duration elapsed) implements ProcessResult {}

    /** It was ended because the {@link Cancellation} was requested. */
    record Cancelled(Cancellation.Reason reason, CapturedOutput output, Duration elapsed) implements ProcessResult {}

    /** It was never started: the fault is the executor's, not the command's. */
    record SetUpFailed(String cause) implements ProcessResult {
        @Override
        public CapturedOutput output() {
            return CapturedOutput.NONE;
        }

        @Override
        public Duration elapsed() {
            return Duration.ZERO;
        }
    }

    CapturedOutput output();

    /** From the start of the command to the end of the last of its processes. */
    Duration elapsed();
}
