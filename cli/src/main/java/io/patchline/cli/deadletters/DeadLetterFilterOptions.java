package io.patchline.cli.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which dead letters. */
public final class DeadLetterFilterOptions {
    @Option(names = "--reason", paramLabel = "CODE", description = "Dead for this reason, such as command_failed")
    private Optional<String> reason = Optional.empty();

    @Option(names = "--lane", paramLabel = "LANE", description = "Of this lane")
    private Optional<String> lane = Optional.empty();

    @Option(names = "--target", paramLabel = "FILE", description = "About this file")
    private Optional<String> target = Optional.empty();

    @Option(names = "--from", paramLabel = "TIME", description = "Dead at or after, such as 2026-11-21T08:30:00Z")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Dead before")
    private Optional<String> to = Optional.empty();

    Map<String, Optional<String>> parameters() {
        Map<String, Optional<String>> parameters = new LinkedHashMap<>();
        parameters.put("reason", reason);
        parameters.put("lane", lane);
        parameters.put("target", target);
        parameters.put("from", from);
        parameters.put("to", to);
        return parameters;
    }

    public boolean isEmpty() {
        return parameters().values().stream().allMatch(Optional::isEmpty);
    }

    void writeTo(ObjectNode filter) {
        parameters().forEach((name, value) -> value.ifPresent(text -> filter.put(name, text)));
    }
}
