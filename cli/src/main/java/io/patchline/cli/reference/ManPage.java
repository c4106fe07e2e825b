package io.patchline.cli.reference;

import io.patchline.cli.ExitCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of the whole command, in man(7)'s macros. */
public final class ManPage {
    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    /** The page for a command and all below it. */
    public static String of(CommandSpec root, String version) {
        ManPage man = new ManPage();
        man.line(".TH PATCHLINE 1 \"\" \"patchline " + version + "\" \"User Commands\"");
        man.line(".SH NAME");
        man.line("patchline \\- " + escaped(Descriptions.of(root)));
        man.line(".SH SYNOPSIS");
        man.line(".B patchline");
        man.line("[\\fIOPTION\\fR]... \\fICOMMAND\\fR [\\fIARGUMENT\\fR]...");
        man.line(".SH COMMANDS");
        man.commands(root, "patchline");
        man.line(".SH EXIT STATUS");
        Arrays.stream(ExitCode.values())
                .forEach(code -> man.entry(
                        Integer.toString(code.number()),
                        code.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        man.line(".SH ENVIRONMENT");
        man.entry(
                "PATCHLINE_URL, PATCHLINE_TOKEN_FILE, PATCHLINE_CONTEXT, PATCHLINE_CONFIG",
                "As the options of these names; the last is the file of contexts.");
        man.entry("NO_COLOR", "No colours.");
        return man.page.toString();
    }

    private void commands(CommandSpec command, String path) {
        for (CommandSpec spec : Descriptions.subcommands(command)) {
            String name = path + " " + spec.name();
            line(".SS \"" + escaped(name + positionals(spec)) + "\"");
            line(escaped(Descriptions.of(spec)));
            for (OptionSpec option : spec.options()) {
                if (!option.hidden() && !option.names()[0].equals("--help")) {
                    entry(String.join(", ", option.names()) + label(option), Descriptions.of(option));
                }
            }
            commands(spec, name);
        }
    }

    private static String positionals(CommandSpec command) {
        return command.positionalParameters().stream()
                .map(PositionalParamSpec::paramLabel)
                .map(text -> " " + text)
                .collect(Collectors.joining());
    }

    private static String label(ArgSpec option) {
        return option.arity().max() > 0 ? " " + option.paramLabel() : "";
    }

    private void entry(String term, String text) {
        line(".TP");
        line("\\fB" + escaped(term) + "\\fR");
        line(escaped(text));
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    /** Hyphens that can be copied, backslashes as they are, no line that begins as a macro does. */
    private static String escaped(String text) {
        String safe = text.replace("\\", "\\e").replace("-", "\\-");
        return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
    }
}
