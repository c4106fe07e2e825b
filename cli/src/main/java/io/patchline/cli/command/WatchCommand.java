package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.EventFollower;
import io.patchline.cli.http.ServerSentEvent;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.options.ConnectionOptions;
import io.patchline.cli.options.Durations;
import io.patchline.cli.output.Age;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.SafeText;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what happens, live, and misses nothing. */
@Command(
        name = "watch",
        description =
                "Print what happens to patches, as it happens: one line an event (JSON lines where standard output is no terminal). Comes back after lost connections where it was.")
public final class WatchCommand implements Callable<Integer> {
    private final CommandEnvironment environment;
    private final Printer printer;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--patch", paramLabel = "ID", description = "Of this patch")
    private Optional<String> patch = Optional.empty();

    @Option(names = "--lane", paramLabel = "LANE", description = "Of this lane")
    private Optional<String> lane = Optional.empty();

    @Option(names = "--type", paramLabel = "TYPE,…", description = "Of these types, such as patchline.patch.failed")
    private Optional<String> type = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "EVENT",
            description = "What follows this event's id (the field event of each line)")
    private Optional<String> after = Optional.empty();

    @Option(names = "--from-beginning", description = "From the oldest event that the broker's log holds")
    private boolean fromBeginning;

    @Option(names = "--count", paramLabel = "N", description = "End after so many events")
    private Optional<Integer> count = Optional.empty();

    @Option(
            names = "--give-up-after",
            defaultValue = "1d",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long to try in vain to reach the service; ${DEFAULT-VALUE} if not given")
    private Duration giveUpAfter = Duration.ofDays(1);

    public WatchCommand(CommandEnvironment environment) {
        this.environment = environment;
        this.printer = environment.printer();
    }

    @Override
    public Integer call() {
        List<String> query = new ArrayList<>();
        patch.ifPresent(text -> query.add("patch=" + encoded(text)));
        lane.ifPresent(text -> query.add("lane=" + encoded(text)));
        type.ifPresent(text -> query.add("type=" + encoded(text)));
        if (fromBeginning && after.isEmpty()) {
            query.add("from=beginning");
        }
        String path = "/v1/events" + (query.isEmpty() ? "" : "?" + String.join("&", query));
        new EventFollower(
                        connection.connect(environment),
                        path,
                        after,
                        EventFollower.Settings.givingUpAfter(giveUpAfter),
                        new Lines())
                .follow();
        return ExitCode.DONE.number();
    }

    private final class Lines implements EventFollower.Listener {
        private int printed;

        @Override
        public EventFollower.Reaction onEvent(ServerSentEvent event) {
            if (event.name().equals("gap")) {
                printer.note("The broker's log does not hold all of it any more: " + event.data());
                return EventFollower.Reaction.TAKEN;
            }
            print(event);
            printed++;
            return count.filter(most -> printed >= most).isPresent()
                    ? EventFollower.Reaction.ENOUGH
                    : EventFollower.Reaction.TAKEN;
        }

        @Override
        public void onLost(String reason) {
            printer.note("Away: " + reason + " Trying again.");
        }

        @Override
        public void onBack(Duration away) {
            printer.note("Back after " + Age.of(away) + "; nothing is missed.");
        }
    }

    private void print(ServerSentEvent event) {
        JsonNode json = parse(event.data());
        if (printer.terminal().output() && !printer.wantsJson()) {
            JsonNode data = json.path("data");
            String summary = data.path("outcome")
                    .path("summary")
                    .asText(data.path("summary").asText());
            printer.line(SafeText.line("%s  %-20s %s  %s"
                    .formatted(
                            json.path("time").asText(),
                            json.path("type").asText().replaceFirst("^patchline\\.patch\\.", ""),
                            json.path("subject").asText(),
                            summary)));
        } else {
            printer.jsonLine(((ObjectNode) json).put("event", event.id()));
        }
    }

    private static JsonNode parse(String data) {
        try {
            return new ObjectMapper().readTree(data);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OTHER, "not_patchline", "An event of the stream is no JSON: " + e.getMessage());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
