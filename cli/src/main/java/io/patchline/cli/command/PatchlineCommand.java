package io.patchline.cli.command;

import io.patchline.cli.CommandException;
import io.patchline.cli.output.Format;
import java.util.concurrent.Callable;
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
        abbreviateSynopsis = true,
        subcommands = {
            SubmitCommand.class,
            GetCommand.class,
            ListCommand.class,
            WaitCommand.class,
            LogsCommand.class,
            WatchCommand.class,
            CancelCommand.class,
            DeadLettersCommand.class,
            LanesCommand.class,
            ExecutorsCommand.class,
            TokenCommand.class,
            ContextCommand.class,
            DoctorCommand.class,
            ProveCommand.class,
            CompletionCommand.class,
            ManCommand.class,
            HelpCommand.class
        })
public final class PatchlineCommand implements Callable<Integer> {
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
    void format(Format format) {
        environment.printer().want(format);
    }

    @Override
    public Integer call() {
        throw CommandException.usage("Say what to do; `patchline help` lists the commands.");
    }
}
