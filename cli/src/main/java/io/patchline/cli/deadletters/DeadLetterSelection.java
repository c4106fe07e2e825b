package io.patchline.cli.deadletters;

import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The dead letters that an operation is for: some by id, or all that a filter takes. */
public final class DeadLetterSelection {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "Their ids; or a filter for many")
    private List<String> ids = List.of();

    @Mixin
    private DeadLetterFilterOptions filter = new DeadLetterFilterOptions();

    @Option(names = "--all", description = "All dead letters")
    private boolean all;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask. Needed for many where there is no terminal")
    private boolean yes;

    List<String> ids() {
        return ids;
    }

    public DeadLetterFilterOptions filter() {
        return filter;
    }

    boolean isBulk() {
        return ids.isEmpty() && (all || !filter.isEmpty());
    }

    boolean isAmbiguous() {
        return !ids.isEmpty() && (all || !filter.isEmpty());
    }

    boolean yes() {
        return yes;
    }
}
