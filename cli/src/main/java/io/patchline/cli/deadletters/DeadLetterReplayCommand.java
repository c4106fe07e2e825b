package io.patchline.cli.deadletters;

import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Run dead letters again as they were, each at the end of its lane. */
@Command(
        name = "replay",
        description =
                "Run dead letters again as they were, each at the end of its lane. Many at once by a filter: they are counted first.")
public final class DeadLetterReplayCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private DeadLetterSelection selection = new DeadLetterSelection();

    @Option(names = "--with-held", description = "Behind each also those that were set aside because of it, in order")
    private boolean withHeld;

    public DeadLetterReplayCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        ApiClient api = connection.connect(environment);
        selection.requireIdsOrFilter();
        if (selection.isBulk()) {
            if (withHeld) {
                throw CommandException.usage("--with-held is for dead letters that are named by their ids.");
            }
            new BulkOperation(environment, api, "replay").run(selection);
        }
        for (String id : selection.ids()) {
            Optional<byte[]> body =
                    withHeld ? Optional.of("{\"withHeld\":true}".getBytes(StandardCharsets.UTF_8)) : Optional.empty();
            environment
                    .printer()
                    .jsonLine(api.send("POST", "/v1/dead-letters/" + ApiClient.segment(id) + "/replay", body, Map.of())
                            .json());
        }
        return ExitCode.DONE.number();
    }
}
