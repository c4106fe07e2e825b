package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.patch.PatchPrinter;
import io.patchline.cli.patch.PatchStates;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one patch: state, timeline, outcome. */
@Command(
        name = "get",
        description = "Show a patch: its state, its timeline, what its commands wrote and what it changed.")
public final class GetCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--submitted", description = "The patch as it was submitted, instead")
    private boolean submitted;

    @Parameters(paramLabel = "ID", description = "The patch's id")
    private String id = "";

    public GetCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        ApiClient api = connection.connect(environment);
        String path = "/v1/patches/" + ApiClient.segment(id);
        if (submitted) {
            environment.printer().json(api.get(path + "/patch").json());
        } else {
            JsonNode patch = api.get(path).json();
            // What somebody judges by this is not cut where an answer usually is.
            boolean judged = patch.path("status").asText().equals(PatchStates.AWAITING_REVIEW) && patch.has("more");
            new PatchPrinter(environment)
                    .print(judged ? api.get(path + "?output=full").json() : patch);
        }
        return ExitCode.DONE.number();
    }
}
