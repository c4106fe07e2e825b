package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.options.WaitOption;
import io.patchline.cli.output.Printer;
import io.patchline.cli.patch.EndNote;
import io.patchline.cli.patch.PatchStates;
import io.patchline.cli.patch.PatchWaiter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes back what patches did; the id of the patch that does it is all that goes to standard output. */
@Command(
        name = "revert",
        description =
                "Take patches back: submit a patch that undoes their commits, the newest first, and print its id. All of them are taken back, or none.")
public final class RevertCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--id", paramLabel = "ID", description = "The id of the patch that does it. Made up if absent")
    private Optional<String> newId = Optional.empty();

    @Mixin
    private WaitOption wait = new WaitOption();

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The patches' ids")
    private List<String> ids = List.of();

    public RevertCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Printer printer = environment.printer();
        ApiClient api = connection.connect(environment);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        // Asked again after a lost answer it is the same revert.
        body.put("id", newId.orElseGet(() -> UUID.randomUUID().toString()));
        ids.forEach(body.withArrayProperty("ids")::add);
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        JsonNode answer = api.send("POST", "/v1/patches/revert", Optional.of(bytes), Map.of())
                .json();
        String id = answer.path("id").asText();
        if (printer.wantsJson()) {
            printer.json(answer);
        } else {
            printer.line(id);
        }
        if (wait.most().isEmpty()) {
            return ExitCode.DONE.number();
        }
        JsonNode ended = new PatchWaiter(api, printer).await(id, wait.most().get());
        new EndNote(printer).print(ended);
        return PatchStates.exit(ended).number();
    }
}
