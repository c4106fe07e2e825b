package io.patchline.executor.sandbox;

import io.patchline.executor.process.CommandLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Limits that tests can reach, and settings that only tests want. */
final class TestLimits {
    static final SandboxSettings UNCONFINED = of(TierName.NONE);
    static final SandboxSettings LANDLOCK = of(TierName.LANDLOCK);

    /** This tier or nothing. */
    static SandboxSettings of(TierName tier) {
        return new SandboxSettings(
                Optional.of(tier),
                tier != TierName.NONE,
                List.of(),
                SandboxSettings.DEFAULTS.bwrap(),
                List.of(),
                List.of());
    }

    /** The defaults with a grace that tests can wait for. */
    static final CommandLimits QUICK = limits(CommandLimits.DEFAULTS.outputBytes(), Duration.ofMillis(500));

    static CommandLimits limits(long outputBytes, Duration grace) {
        CommandLimits usual = CommandLimits.DEFAULTS;
        return new CommandLimits(
                outputBytes,
                usual.keptBytes(),
                usual.lineBytes(),
                64,
                8L * 1024 * 1024,
                16L * 1024 * 1024,
                usual.dataBytes(),
                usual.memoryBytes(),
                usual.setUp(),
                grace);
    }

    private TestLimits() {}
}
