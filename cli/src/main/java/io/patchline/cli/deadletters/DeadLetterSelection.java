package io.patchline.cli.deadletters;

import io.patchline.cli.CommandException;
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

    /** @throws CommandException if it names none, or some by id and others by a filter */
    void requireIdsOrFilter() {
        boolean filtered = all || !filter.isEmpty();
        if (ids.isEmpty() != filtered) {
            throw CommandException.usage(
                    "Name dead letters by their ids, or many by a filter (--reason, --lane, …, --all), and not both.");
        }
    }

    boolean yes() {
        return yes;
    }
}
