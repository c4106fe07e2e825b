package io.patchline.cli.reference;

import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.options.CommandEnvironment;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Help for people, and all commands as JSON for agents. */
@Command(
        name = "help",
        description = "Show the help of a command; with --json all commands, options and exit codes for programs.")
public final class HelpCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "As JSON")
    private boolean json;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The command")
    private List<String> path = List.of();

    public HelpCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String name : path) {
            CommandLine sub = command.getSubcommands().get(name);
            if (sub == null) {
                throw CommandException.usage(
                        "There is no command " + String.join(" ", path) + ". `patchline help` lists them.");
            }
            command = sub;
        }
        environment
                .printer()
                .line(
                        json
                                ? CommandDescription.of(command.getCommandSpec())
                                        .toPrettyString()
                                : command.getUsageMessage().stripTrailing());
        return ExitCode.DONE.number();
    }
}
