package io.patchline.cli.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.options.FilterOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which dead letters. */
public final class DeadLetterFilterOptions {
    @Option(names = "--reason", paramLabel = "CODE", description = "Dead for this reason, such as command_failed")
    private Optional<String> reason = Optional.empty();

    @Mixin
    private FilterOptions common = new FilterOptions();

    Map<String, Optional<String>> parameters() {
        Map<String, Optional<String>> parameters = new LinkedHashMap<>(common.parameters());
        parameters.put("reason", reason);
        return parameters;
    }

    public boolean isEmpty() {
        return parameters().values().stream().allMatch(Optional::isEmpty);
    }

    void writeTo(ObjectNode filter) {
        parameters().forEach((name, value) -> value.ifPresent(text -> filter.put(name, text)));
    }
}
