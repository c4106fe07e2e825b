package io.patchline.executor.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The tiers by their names in the configuration, the strongest first. */
public enum TierName {
    /** A mount and process namespace of its own for each command. */
    BUBBLEWRAP,
    /** The files and signals of each command confined by the kernel's Landlock. */
    LANDLOCK,
    /** The executor's container, with a user of their own for commands. */
    CONTAINER,
    /** No sandbox at all. */
    NONE;

    /** The name in the configuration. */
    public String configured() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such tier, with a message that says what there is */
    public static TierName of(String configured) {
        return Arrays.stream(values())
                .filter(tier -> tier.configured().equals(configured))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no sandbox tier \"" + configured + "\": there are "
                        + Arrays.stream(values()).map(TierName::configured).collect(Collectors.joining(", "))));
    }
}
