package io.patchline.cli.reference;

import io.patchline.cli.ExitCode;
import io.patchline.cli.options.CommandEnvironment;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the manual page. */
@Command(name = "man", description = "Print the manual page: patchline man > patchline.1, or patchline man | man -l -")
public final class ManCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public ManCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        environment.printer().line(ManPage.of(spec.root(), Version.of()).stripTrailing());
        return ExitCode.DONE.number();
    }
}
