package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.options.Durations;
import io.patchline.cli.output.Format;
import io.patchline.cli.output.Printer;
import io.patchline.cli.patch.EndNote;
import io.patchline.cli.patch.PatchStates;
import io.patchline.cli.patch.PatchWaiter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Waits for patches to be over. */
@Command(
        name = "wait",
        description =
                "Wait until patches are over. Exit code 0 if all succeeded, 6 if one did not, 124 if the time is over before.")
public final class WaitCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(
            names = "--timeout",
            defaultValue = "1h",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long to wait at most, for all of them together; ${DEFAULT-VALUE} if not given")
    private Duration timeout = Duration.ofHours(1);

    @Parameters(paramLabel = "ID", arity = "1..*", description = "The patches' ids")
    private List<String> ids = List.of();

    public WaitCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Printer printer = environment.printer();
        ApiClient api = connection.connect(environment);
        long deadline = System.nanoTime() + timeout.toNanos();
        ExitCode worst = ExitCode.DONE;
        for (String id : ids) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            JsonNode patch = new PatchWaiter(api, printer).await(id, left);
            if (printer.format() == Format.TABLE) {
                new EndNote(printer).print(patch);
            } else {
                printer.jsonLine(patch);
            }
            ExitCode exit = PatchStates.exit(patch);
            worst = exit.number() > worst.number() ? exit : worst;
        }
        return worst.number();
    }
}
