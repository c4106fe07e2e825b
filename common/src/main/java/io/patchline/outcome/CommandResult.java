package io.patchline.outcome;

import java.time.Duration;
import java.util.Optional;

/**
 * How one command ended.
 *
 * @param action the index of its action in the patch, from 0
 * @param exitCode its exit code, 0 to 255; absent where a signal ended it
 * @param signal the name of the signal that ended it, such as {@code SIGKILL}
 * @param elapsed how long it ran
 */
public record CommandResult(
        int action, Optional<Integer> exitCode, Optional<String> signal, Duration elapsed, CapturedOutput output) {}
