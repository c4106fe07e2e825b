package io.patchline.cli.deadletters;

import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Take dead letters away for good. */
@Command(
        name = "discard",
        description = "Take dead letters away for good. Many at once by a filter: they are counted first.")
public final class DeadLetterDiscardCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private DeadLetterSelection selection = new DeadLetterSelection();

    public DeadLetterDiscardCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        ApiClient api = connection.connect(environment);
        selection.requireIdsOrFilter();
        if (selection.isBulk()) {
            new BulkOperation(environment, api, "discard").run(selection);
        }
        for (String id : selection.ids()) {
            api.send("DELETE", "/v1/dead-letters/" + ApiClient.segment(id), Optional.empty(), Map.of())
                    .json();
            environment.printer().note("Discarded " + id);
        }
        return ExitCode.DONE.number();
    }
}
