package io.patchline.cli.deadletters;

import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one dead letter in full. */
@Command(
        name = "show",
        description = "Show a dead letter in full, as JSON: the patch, why it is here, what it wrote and changed.")
public final class DeadLetterShowCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(paramLabel = "ID", description = "The patch's id")
    private String id = "";

    public DeadLetterShowCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        environment
                .printer()
                .json(connection
                        .connect(environment)
                        .get("/v1/dead-letters/" + ApiClient.segment(id))
                        .json());
        return ExitCode.DONE.number();
    }
}
