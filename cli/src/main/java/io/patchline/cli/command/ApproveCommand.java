package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.output.Printer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Approves a commit that waits for a review. */
@Command(
        name = "approve",
        description =
                "Approve the commit of a patch that waits for a review: it comes to the branch as it was judged. Refused (5) if another commit waits by now.")
public final class ApproveCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--commit",
            paramLabel = "HASH",
            description = "The commit that was judged. Default: the one that waits now, which is printed")
    private Optional<String> commit = Optional.empty();

    @Parameters(paramLabel = "ID", description = "The patch's id")
    private String id = "";

    public ApproveCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Printer printer = environment.printer();
        ApiClient api = connection.connect(environment);
        String judged = commit.orElseGet(() -> waiting(api));
        JsonNode patch = new ReviewRequests(api).send(id, "approve", "commit", judged);
        if (printer.wantsJson()) {
            printer.json(patch);
        } else {
            printer.note(id + ": " + judged + " is approved; it is "
                    + patch.path("status").asText() + " now");
        }
        return ExitCode.DONE.number();
    }

    private String waiting(ApiClient api) {
        JsonNode patch = api.get("/v1/patches/" + ApiClient.segment(id)).json();
        String waiting = patch.path("review").path("commit").asText();
        if (waiting.isEmpty()) {
            throw new CommandException(
                    ExitCode.REFUSED,
                    "not_awaiting_review",
                    id + " does not wait for a review: it is "
                            + patch.path("status").asText() + ".");
        }
        return waiting;
    }
}
