package io.patchline.cli.reference;

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

    static String of(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()))
                .replace("%%", "%")
                .strip();
    }
}
