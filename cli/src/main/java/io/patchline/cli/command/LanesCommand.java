package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.patchline.cli.ExitCode;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.output.Age;
import io.patchline.cli.output.Format;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the lane queues: depth, the oldest that waits, who runs what, lanes that are held. */
@Command(
        name = "lanes",
        description = "Show the lane queues: what waits, what runs, which lanes are held.",
        subcommands = LanesCommand.Release.class)
public final class LanesCommand implements Callable<Integer> {
    private final CommandEnvironment environment;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    public LanesCommand(CommandEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Printer printer = environment.printer();
        JsonNode lanes = connection.connect(environment).get("/v1/lanes").json();
        if (printer.format() != Format.TABLE) {
            printer.json(lanes);
            return ExitCode.DONE.number();
        }
        Instant now = Instant.now(environment.clock());
        Table table = new Table("QUEUE", "CONSUMERS", "READY", "UNFINISHED", "OLDEST", "RUNNING", "HELD");
        lanes.path("lanes")
                .forEach(lane -> table.row(
                        lane.path("name").asText(),
                        lane.path("consumers").asText(),
                        lane.path("ready").asText(),
                        lane.path("unfinished").asText(),
                        Age.since(lane.path("oldest").path("accepted_at").asText(), now),
                        joined(lane.path("running"), "id"),
                        joined(lane.path("held"), "lane")));
        printer.table(table);
        return ExitCode.DONE.number();
    }

    private static String joined(JsonNode list, String field) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(item -> item.path(field).asText())
                .collect(Collectors.joining(" "));
    }

    /** Ends the hold of a lane. */
    @Command(
            name = "release",
            description = "Let a lane go on that is held after a failure; what was set aside stays a dead letter.")
    public static final class Release implements Callable<Integer> {
        private final CommandEnvironment environment;

        @Mixin
        private ConnectionOptions connection = new ConnectionOptions();

        @Parameters(paramLabel = "LANE", description = "The lane")
        private String lane = "";

        public Release(CommandEnvironment environment) {
            this.environment = environment;
        }

        @Override
        public Integer call() {
            byte[] body = JsonNodeFactory.instance
                    .objectNode()
                    .put("lane", lane)
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            connection
                    .connect(environment)
                    .send("POST", "/v1/lanes/release", Optional.of(body), Map.of())
                    .json();
            environment.printer().note("Lane " + lane + " goes on.");
            return ExitCode.DONE.number();
        }
    }
}
