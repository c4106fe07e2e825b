package io.patchline.cli.reference;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** What commands and options say of themselves, as one text. */
final class Descriptions {
    private Descriptions() {}

    static String of(CommandSpec command) {
        return String.join(" ", command.usageMessage().description())
                .replace("%n", " ")
                .replace("%%", "%");
    }

    /** What is below a command and not hidden; each once, whatever other names it has. */
    static List<CommandSpec> subcommands(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .distinct()
                .filter(spec -> !spec.usageMessage().hidden())
                .toList();
    }

    static String of(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                .replace("%%", "%")
                .strip();
    }
}
