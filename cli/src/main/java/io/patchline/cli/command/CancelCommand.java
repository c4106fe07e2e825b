package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.output.Format;
import io.patchline.cli.output.Printer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks for the end of patches. */
@Command(
        name = "cancel",
        description = "Cancel patches, whether they wait or run. One that is over already is refused (5).")
public final class CancelCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The patches' ids")
    private List<String> ids = List.of();

    public CancelCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Printer printer = environment.printer();
        ApiClient api = connection.connect(environment);
        for (String id : ids) {
            JsonNode patch = api.send(
                            "POST", "/v1/patches/" + ApiClient.segment(id) + "/cancel", Optional.empty(), Map.of())
                    .json();
            if (printer.format() == Format.TABLE) {
                printer.note(
                        id + " will be cancelled; it is " + patch.path("status").asText() + " now");
            } else {
                printer.jsonLine(patch);
            }
        }
        return ExitCode.DONE.number();
    }
}
