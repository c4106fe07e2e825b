package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.ExitCode;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.output.Age;
import io.patchline.cli.output.Format;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.Table;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the executors that are there. */
@Command(name = "executors", description = "Show the executors: their state, slots, lane queues, and what they run.")
public final class ExecutorsCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    public ExecutorsCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Printer printer = environment.printer();
        JsonNode executors =
                connection.connect(environment).get("/v1/executors").json();
        if (printer.format() != Format.TABLE) {
            printer.json(executors);
            return ExitCode.DONE.number();
        }
        if (executors.path("executors").isEmpty()) {
            printer.note(
                    "No executor is there: patches wait. One whose sandbox does not work says why at its /health.");
            return ExitCode.DONE.number();
        }
        Table table = new Table("EXECUTOR", "STATUS", "SLOTS", "RUNS", "UP", "VERSION", "LANES");
        executors
                .path("executors")
                .forEach(executor -> table.row(
                        executor.path("executor").asText(),
                        executor.path("status").asText(),
                        executor.path("slots").asText(),
                        executor.path("runs").asText(),
                        Age.since(executor.path("started_at").asText(), Instant.now(environment.clock())),
                        executor.path("version").asText(),
                        executor.path("lanes").toString().replaceAll("[\\[\\]]", "")));
        printer.table(table);
        return ExitCode.DONE.number();
    }
}
