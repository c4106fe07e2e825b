package io.patchline.outcome;

import java.time.Duration;
import java.util.Optional;

/**
 * How one command ended.
 *
 * @param action the index of its action in the patch, from 0
 * @param exitCode its exit code, 0 to 255; absent where it is known that a signal ended it
 * @param signal the name of the signal that ended it, such as {@code SIGKILL}; beside an exit code, the signal that this code stands for: the
 *     last program of the command was ended by it, or the command exited so by itself
 * @param elapsed how long it ran
 */
public record CommandResult(
        int action, Optional<Integer> exitCode, Optional<String> signal, Duration elapsed, CapturedOutput output) {}
