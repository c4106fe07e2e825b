package io.patchline.ingest.reading;

import io.patchline.ingest.config.IngestConfig;
import io.patchline.patch.WorkspaceRoots;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The bounds within which a submission is read, and what holds where it says nothing.
 *
 * @param maxBodyBytes the largest body, in bytes: 1 or more
 * @param maxNesting how deep objects and lists may be nested, the outermost counted: 1 to 500
 * @param maxProblems how many problems are reported at once: 1 or more
 * @param commandRoles the roles under which a text in {@code patch} is run as a command
 * @param defaultTimeout how long a command may run if the patch does not say: more than zero
 * @param longestTimeout the longest timeout that a patch may ask for: at least the default
 * @param mostRetries the most retries that a patch may ask for: 0 or more
 * @param strict whether commands run under {@code set -euo pipefail} if the patch does not say
 * @param roots the absolute paths by which submitters know the workspace
 */
public record ValidationRules(
        int maxBodyBytes,
        int maxNesting,
        int maxProblems,
        Set<String> commandRoles,
        Duration defaultTimeout,
        Duration longestTimeout,
        int mostRetries,
        boolean strict,
        WorkspaceRoots roots) {

    /** 1 MiB, 64 deep, 50 problems, role {@code command_patch}, 5 minutes, at most an hour, at most 10 retries, not strict, no absolute paths. */
    public static final ValidationRules DEFAULTS = new ValidationRules(
            1 << 20,
            64,
            50,
            Set.of("command_patch"),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            10,
            false,
            WorkspaceRoots.NONE);

    /** As they are configured. */
    public static ValidationRules of(IngestConfig all) {
        IngestConfig.Submission config = all.submission();
        return new ValidationRules(
                config.largestBody(),
                config.deepestNesting(),
                config.mostProblems(),
                config.commandRoles(),
                config.defaultTimeout(),
                config.longestTimeout(),
                config.mostRetries(),
                config.strict(),
                new WorkspaceRoots(all.workspace().knownAs().orElse(List.of())));
    }

    /**
     * @throws IllegalArgumentException if a bound is not as said above
     */
    public ValidationRules {
        commandRoles = Set.copyOf(commandRoles);
        require(maxBodyBytes >= 1, "maxBodyBytes must be 1 or more");
        require(maxNesting >= 1 && maxNesting <= 500, "maxNesting must be 1 to 500");
        require(maxProblems >= 1, "maxProblems must be 1 or more");
        require(defaultTimeout.isPositive(), "defaultTimeout must be longer than zero");
        require(
                longestTimeout.compareTo(defaultTimeout) >= 0,
                "longestTimeout must not be shorter than defaultTimeout");
        require(mostRetries >= 0, "mostRetries must be 0 or more");
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(rule);
        }
    }
}
