package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.http.Pause;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.options.PatchOptions;
import io.patchline.cli.options.WaitOption;
import io.patchline.cli.output.Printer;
import io.patchline.cli.patch.EndNote;
import io.patchline.cli.patch.OutputFollowing;
import io.patchline.cli.patch.PatchStates;
import io.patchline.cli.patch.PatchWaiter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Submits a patch; its id is all that goes to standard output, so that commands compose. */
@Command(
        name = "submit",
        description =
                "Submit a patch and print its id. Without --wait or --follow it ends as soon as the broker has confirmed the patch.")
public final class SubmitCommand implements Callable<Integer> {
    private static final int TRIES = 5;

    private final CommandEnvironment environment;
    private final Printer printer;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private PatchOptions patch = new PatchOptions();

    @Mixin
    private WaitOption wait = new WaitOption();

    @Option(names = "--follow", description = "Print its output while it runs; the exit code is the patch's")
    private boolean follow;

    public SubmitCommand(CommandEnvironment environment) {
        this.environment = environment;
        this.printer = environment.printer();
    }

    @Override
    public Integer call() {
        ObjectNode body = patch.body(environment.input());
        ApiClient api = connection.connect(environment);
        JsonNode answer = submit(api, body);
        String id = answer.path("id").asText();
        if (printer.wantsJson()) {
            printer.json(answer);
        } else if (!follow) {
            printer.line(id);
        } else {
            printer.note("Submitted " + id);
        }
        if (follow) {
            return new OutputFollowing(api, printer)
                    .follow(id, wait.most().orElse(Duration.ofDays(1)))
                    .number();
        }
        if (wait.most().isPresent()) {
            JsonNode ended = new PatchWaiter(api, printer).await(id, wait.most().get());
            new EndNote(printer).print(ended);
            return PatchStates.exit(ended).number();
        }
        return ExitCode.DONE.number();
    }

    /** The id is ours, so that asking again after a lost answer is the same patch. */
    private JsonNode submit(ApiClient api, ObjectNode body) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        Duration pause = Duration.ofMillis(500);
        for (int number = 1; ; number++) {
            try {
                return api.send("POST", "/webhook", Optional.of(bytes), Map.of())
                        .json();
            } catch (CommandException e) {
                if (!e.retryable() || number == TRIES) {
                    throw e;
                }
                printer.note("Trying again, with the same id " + body.path("id").asText() + ": " + e.text());
                Pause.of(pause);
                pause = pause.multipliedBy(2);
            }
        }
    }
}
