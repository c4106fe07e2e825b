package io.patchline.cli.reference;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script of the fish shell, which picocli does not write. */
public final class FishCompletion {
    private FishCompletion() {}

    /** The script for a command and all below it. */
    public static String of(CommandSpec root) {
        StringBuilder script = new StringBuilder("complete -c patchline -f\n");
        add(script, root, "");
        return script.toString().stripTrailing();
    }

    private static void add(StringBuilder script, CommandSpec command, String path) {
        String condition = path.isEmpty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + path.strip();
        for (CommandSpec spec : Descriptions.subcommands(command)) {
            script.append("complete -c patchline -n ")
                    .append(quoted(condition))
                    .append(" -a ")
                    .append(quoted(spec.name()));
            description(script, Descriptions.of(spec));
            add(script, spec, spec.name());
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                script.append("complete -c patchline");
                if (!path.isEmpty()) {
                    script.append(" -n ").append(quoted(condition));
                }
                for (String name : option.names()) {
                    script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
                }
                if (option.arity().max() > 0) {
                    script.append(" -r");
                }
                description(script, Descriptions.of(option));
            }
        }
    }

    private static void description(StringBuilder script, String text) {
        script.append(" -d ").append(quoted(text)).append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
