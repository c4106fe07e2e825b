package io.patchline.cli.options;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every list of the API can be narrowed by. */
public final class FilterOptions {
    @Option(names = "--lane", paramLabel = "LANE", description = "Of this lane")
    private Optional<String> lane = Optional.empty();

    @Option(names = "--target", paramLabel = "FILE", description = "About this file")
    private Optional<String> target = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Accepted (a dead letter: dead) at or after, such as 2026-11-21T08:30:00Z")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Accepted (a dead letter: dead) before")
    private Optional<String> to = Optional.empty();

    /** By the names that the API has for them. */
    public Map<String, Optional<String>> parameters() {
        Map<String, Optional<String>> parameters = new LinkedHashMap<>();
        parameters.put("lane", lane);
        parameters.put("target", target);
        parameters.put("from", from);
        parameters.put("to", to);
        return parameters;
    }
}
