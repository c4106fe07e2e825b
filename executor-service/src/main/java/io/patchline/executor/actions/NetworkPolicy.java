package io.patchline.executor.actions;

import io.patchline.patch.RunOptions;
import java.util.Optional;

/** Who decides whether a command may use the network. */
public enum NetworkPolicy {
    /** Nobody may. A patch that asks for it is refused. */
    OFF,
    /** Everybody may who does not say otherwise. */
    ON,
    /** Those may that ask for it. */
    ASK;

    /** Whether a patch with these options may have the network; empty if it asks for what is not to be had. */
    Optional<Boolean> decide(RunOptions options) {
        boolean wanted = options.network().orElse(this == ON);
        return wanted && this == OFF ? Optional.empty() : Optional.of(wanted);
    }
}
