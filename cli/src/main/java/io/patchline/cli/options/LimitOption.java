package io.patchline.cli.options;

import picocli.CommandLine.Option;

/** How much of a list is shown. */
public final class LimitOption {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many; ${DEFAULT-VALUE} if not given")
    private int limit = 50;

    public int limit() {
        return limit;
    }
}
