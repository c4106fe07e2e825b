package io.patchline.cli.options;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether the end of what was submitted is waited for. */
public final class WaitOption {
    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = "1h",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Wait for its end, at most so long (1h if no time is given); the exit code is the patch's")
    private Optional<Duration> wait = Optional.empty();

    /** At most how long; empty where nobody waits. */
    public Optional<Duration> most() {
        return wait;
    }
}
