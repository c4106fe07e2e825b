package io.patchline.cli.command;

import io.patchline.cli.CommandException;
import io.patchline.cli.deadletters.DeadLettersCommand;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.output.Format;
import io.patchline.cli.reference.CompletionCommand;
import io.patchline.cli.reference.HelpCommand;
import io.patchline.cli.reference.ManCommand;
import io.patchline.cli.reference.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself: what is below it, in the order in which help lists it. */
@Command(
        name = "patchline",
        description = "Submit patches, follow them, and see to what failed.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        usageHelpAutoWidth = true,
        abbreviateSynopsis = true)
public final class PatchlineCommand implements Callable<Integer> {
    /** By name, in the order in which help lists them. */
    private static final Map<String, Class<?>> SUBCOMMANDS = new LinkedHashMap<>();

    static {
        SUBCOMMANDS.put("submit", SubmitCommand.class);
        SUBCOMMANDS.put("get", GetCommand.class);
        SUBCOMMANDS.put("list", ListCommand.class);
        SUBCOMMANDS.put("wait", WaitCommand.class);
        SUBCOMMANDS.put("logs", LogsCommand.class);
        SUBCOMMANDS.put("watch", WatchCommand.class);
        SUBCOMMANDS.put("cancel", CancelCommand.class);
        SUBCOMMANDS.put("revert", RevertCommand.class);
        SUBCOMMANDS.put("approve", ApproveCommand.class);
        SUBCOMMANDS.put("reject", RejectCommand.class);
        SUBCOMMANDS.put("dead-letters", DeadLettersCommand.class);
        SUBCOMMANDS.put("lanes", LanesCommand.class);
        SUBCOMMANDS.put("executors", ExecutorsCommand.class);
        SUBCOMMANDS.put("token", TokenCommand.class);
        SUBCOMMANDS.put("context", ContextCommand.class);
        SUBCOMMANDS.put("doctor", DoctorCommand.class);
        SUBCOMMANDS.put("prove", ProveCommand.class);
        SUBCOMMANDS.put("completion", CompletionCommand.class);
        SUBCOMMANDS.put("man", ManCommand.class);
        SUBCOMMANDS.put("help", HelpCommand.class);
    }

    private final CommandEnvironment environment;

    public PatchlineCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    /** Takes effect as soon as it is read, so that errors have that form, too. */
    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json|jsonl",
            scope = ScopeType.INHERIT,
            description = "Form of the data. Default: table on a terminal, json elsewhere")
    public void format(Format format) {
        environment.printer().want(format);
    }

    /** The command line; knows only the command that is named first, because to know all of them takes longer than most commands, or all if it is none of them or describes them. */
    public static CommandLine commandLine(CommandEnvironment environment, String... arguments) {
        CommandFactory factory = new CommandFactory(environment);
        CommandLine line = new CommandLine(new PatchlineCommand(environment), factory);
        Class<?> named = arguments.length == 0 ? null : SUBCOMMANDS.get(arguments[0]);
        boolean describing =
                named == HelpCommand.class || named == ManCommand.class || named == CompletionCommand.class;
        if (named == null || describing) {
            SUBCOMMANDS.values().forEach(line::addSubcommand);
        } else {
            line.addSubcommand(named);
        }
        return line;
    }

    @Override
    public Integer call() {
        throw CommandException.usage("Say what to do; `patchline help` lists the commands.");
    }
}
