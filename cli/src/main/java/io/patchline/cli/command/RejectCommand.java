package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.output.Printer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Rejects a commit that waits for a review. */
@Command(
        name = "reject",
        description = "Reject the commit of a patch that waits for a review: it never comes to the branch.")
public final class RejectCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why it is not wanted")
    private String reason = "";

    @Option(
            names = "--commit",
            paramLabel = "HASH",
            description = "The commit that you judged; without it, whichever waits now")
    private Optional<String> commit = Optional.empty();

    @Parameters(paramLabel = "ID", description = "The patch's id")
    private String id = "";

    public RejectCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Printer printer = environment.printer();
        ApiClient api = connection.connect(environment);
        Map<String, String> fields = new LinkedHashMap<>(Map.of("reason", reason));
        commit.ifPresent(hash -> fields.put("commit", hash));
        JsonNode patch = new ReviewRequests(api).send(id, "reject", fields);
        if (printer.wantsJson()) {
            printer.json(patch);
        } else {
            printer.note(id + " will be rejected; it is " + patch.path("status").asText() + " now");
        }
        return ExitCode.DONE.number();
    }
}
