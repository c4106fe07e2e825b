package io.patchline.cli.reference;

import io.patchline.cli.ExitCode;
import io.patchline.cli.options.CommandEnvironment;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script for a shell. */
@Command(
        name = "completion",
        description =
                "Print the completion script for a shell. bash and zsh: source <(patchline completion bash); fish: patchline completion fish | source")
public final class CompletionCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The shells that there is a script for. */
    public enum Shell {
        BASH,
        ZSH,
        FISH
    }

    @Parameters(paramLabel = "bash|zsh|fish", description = "The shell")
    private Shell shell = Shell.BASH;

    public CompletionCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        environment
                .printer()
                .line(
                        switch (shell) {
                            // zsh runs bash's script by bashcompinit, which the script calls itself.
                            case BASH, ZSH -> AutoComplete.bash("patchline", root);
                            case FISH -> FishCompletion.of(root.getCommandSpec());
                        });
        return ExitCode.DONE.number();
    }
}
