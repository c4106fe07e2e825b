package io.patchline.cli.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.http.Pause;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.output.Printer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;

/** Replays or discards many dead letters: counts them first, asks, orders with that count, and prints how far it is. */
final class BulkOperation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final CommandEnvironment environment;
    private final ApiClient api;
    private final String verb;

    /**
     * @param verb {@code replay} or {@code discard}
     */
    BulkOperation(CommandEnvironment environment, ApiClient api, String verb) {
        this.environment = environment;
        this.api = api;
        this.verb = verb;
    }

    /** Returns when the job is over, is not wanted, or there is nothing to do. */
    void run(DeadLetterSelection selection) {
        Printer printer = environment.printer();
        JsonNode counted = order(selection, request -> request.put("dryRun", true));
        int count = counted.path("count").asInt();
        if (count == 0) {
            printer.note("No dead letters match; nothing is done.");
            return;
        }
        confirm(selection, count, counted.path("groups"));
        JsonNode job = order(selection, request -> request.put("count", count));
        String id = job.path("id").asText();
        printer.note("Ordered as job " + id + ". It goes on in the service if this command is ended.");
        await(printer, id);
    }

    private void confirm(DeadLetterSelection selection, int count, JsonNode groups) {
        if (selection.yes()) {
            return;
        }
        Printer printer = environment.printer();
        if (!printer.terminal().input()) {
            throw CommandException.usage(count + " dead letters match: " + groups + ". To " + verb
                    + " them without being asked add --yes; nothing is done.");
        }
        printer.note(count + " dead letters match: " + groups);
        printer.note("Type " + count + " to " + verb + " them:");
        Scanner scanner = new Scanner(environment.input(), StandardCharsets.UTF_8);
        if (!scanner.hasNextLine() || !scanner.nextLine().strip().equals(Integer.toString(count))) {
            throw new CommandException(ExitCode.OTHER, "not_confirmed", "Not confirmed; nothing is done.");
        }
    }

    private void await(Printer printer, String id) {
        String shown = "";
        while (true) {
            JsonNode job =
                    api.get("/v1/dead-letter-jobs/" + ApiClient.segment(id)).json();
            String state = job.path("state").asText();
            int count = job.path("count").asInt();
            String progress = (count - job.path("remaining").asInt()) + " of " + count;
            if (!progress.equals(shown) && printer.terminal().error()) {
                printer.note(progress);
                shown = progress;
            }
            if (!state.equals("going_on")) {
                printer.json(job);
                return;
            }
            Pause.of(LOOK_EVERY);
        }
    }

    private interface Wish {
        ObjectNode add(ObjectNode request);
    }

    private JsonNode order(DeadLetterSelection selection, Wish wish) {
        ObjectNode request = JSON.createObjectNode();
        selection.filter().writeTo(request.putObject("filter"));
        byte[] body = wish.add(request).toString().getBytes(StandardCharsets.UTF_8);
        return api.send("POST", "/v1/dead-letters/" + verb, Optional.of(body), Map.of())
                .json();
    }
}
