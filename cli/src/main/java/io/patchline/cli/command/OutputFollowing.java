package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.http.EventFollower;
import io.patchline.cli.http.ServerSentEvent;
import io.patchline.cli.output.Age;
import io.patchline.cli.output.Printer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Prints the output of one patch while it is written: each byte once, in order; what cannot be had is said on standard error. */
final class OutputFollowing {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiClient api;
    private final Printer printer;

    OutputFollowing(ApiClient api, Printer printer) {
        this.api = api;
        this.printer = printer;
    }

    /** What is told of the patch's end. */
    private static final class Listener implements EventFollower.Listener {
        private final Printer printer;
        private Optional<JsonNode> end = Optional.empty();
        private int attempt;

        Listener(Printer printer) {
            this.printer = printer;
        }

        @Override
        public boolean onEvent(ServerSentEvent event) {
            JsonNode data = parse(event.data());
            switch (event.name()) {
                case "output" -> output(data);
                case "gap" ->
                    printer.note("Not to be had: bytes " + data.path("from").asText() + " to "
                            + data.path("to").asText() + " of command "
                            + data.path("action").asText()
                            + " (they came faster than they are told, and only head and tail of an output are kept).");
                case "end" -> {
                    end = Optional.of(data);
                    return false;
                }
                default -> {
                    // A later version's.
                }
            }
            return true;
        }

        private void output(JsonNode data) {
            int number = data.path("attempt").asInt();
            if (attempt != 0 && number != attempt) {
                printer.note("Attempt " + number);
            }
            attempt = number;
            if (printer.wantsJson()) {
                printer.jsonLine(data);
            } else {
                printer.foreign(data.path("text").asText());
            }
        }

        @Override
        public void onLost(String reason) {
            printer.note("Away: " + reason + " Trying again.");
        }

        @Override
        public void onBack(Duration away) {
            printer.note("Back after " + Age.of(away) + "; going on where it was left.");
        }
    }

    /**
     * Returns when the patch is over.
     *
     * @return its exit code
     */
    ExitCode follow(String id, Duration giveUpAfter) {
        Listener listener = new Listener(printer);
        new EventFollower(
                        api,
                        "/v1/patches/" + ApiClient.segment(id) + "/output?follow=true",
                        Optional.empty(),
                        EventFollower.Settings.givingUpAfter(giveUpAfter),
                        listener)
                .follow();
        JsonNode end = listener.end.orElseGet(
                () -> api.get("/v1/patches/" + ApiClient.segment(id)).json());
        ((ObjectNode) end).put("id", id);
        new EndNote(printer).print(end);
        return PatchStates.exit(end);
    }

    private static JsonNode parse(String data) {
        try {
            return JSON.readTree(data);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OTHER, "not_patchline", "An event of the stream is no JSON: " + e.getMessage());
        }
    }
}
