package io.patchline.executor.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether commands can be run, and in what. */
public sealed interface SandboxState {

    /**
     * The tier was tried and holds.
     *
     * @param passedOver why stronger tiers are not used
     * @param notEnforced what a command can do although it should not, each as one clause for a person to read
     */
    record Ready(SandboxTier tier, List<Unusable> passedOver, List<String> notEnforced) implements SandboxState {
        public Ready {
            passedOver = List.copyOf(passedOver);
            notEnforced = List.copyOf(notEnforced);
        }

        /** For the log at the start: the tier, what it does not enforce, and why it is no stronger one. */
        @Override
        public String summary() {
            String because = passedOver.stream().map(Unusable::summary).collect(Collectors.joining("; "));
            return "sandbox " + tier.name().configured() + "; not enforced: " + String.join("; ", notEnforced)
                    + (because.isEmpty() ? "" : "; not used: " + because);
        }
    }

    /**
     * No command may run.
     *
     * @param tier what was tried
     * @param check which check failed
     * @param error the exact error
     * @param remedy what mends it
     */
    record Unusable(TierName tier, String check, String error, String remedy) implements SandboxState {
        /** This, when weaker tiers that are accepted do not work either. */
        Unusable after(List<Unusable> weaker) {
            String others =
                    weaker.stream().map(other -> "; and " + other.summary()).collect(Collectors.joining());
            return new Unusable(tier, check, error, remedy + others);
        }

        @Override
        public String summary() {
            return "sandbox " + tier.configured() + " does not work: " + check + ": " + error + " — " + remedy;
        }
    }

    /** One line for a person to read. */
    String summary();

    /** The tier that commands run in; empty if none may run. */
    default Optional<TierName> usable() {
        return this instanceof Ready ready ? Optional.of(ready.tier().name()) : Optional.empty();
    }
}
