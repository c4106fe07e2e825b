package io.patchline.executor.sandbox;

import io.patchline.executor.process.Confinement;
import java.util.List;

/** How far commands are kept from everything that is not theirs. docs/sandbox.md holds the table, and the tests hold it to that. */
public sealed interface SandboxTier extends Confinement permits Bubblewrap, Landlock, Container, Unconfined {

    /** The name in {@code patchline.sandbox}. */
    TierName name();

    @Override
    default boolean relaysOutput() {
        return name() != TierName.BUBBLEWRAP;
    }

    /** What a command can do in this tier although it should not, each as one clause for a person to read. */
    List<String> notEnforced();
}
