package io.patchline.cli.patch;

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

/**
 * Prints the output of one patch while it is written: each byte once, in order. Where live pieces were missed, printing pauses and goes on from there when the patch is over, because then the
 * service has them from the broker's log; only what nobody kept is left out, and said on standard error.
 */
public final class OutputFollowing {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiClient api;
    private final Printer printer;

    public OutputFollowing(ApiClient api, Printer printer) {
        this.api = api;
        this.printer = printer;
    }

    /** What is printed of one patch. */
    private static final class Listener implements EventFollower.Listener {
        private final Printer printer;
        private Optional<JsonNode> end = Optional.empty();
        private boolean paused;
        private int attempt;

        Listener(Printer printer) {
            this.printer = printer;
        }

        @Override
        public EventFollower.Reaction onEvent(ServerSentEvent event) {
            JsonNode data = parse(event.data());
            if (event.name().equals("end")) {
                end = Optional.of(data);
                return EventFollower.Reaction.ENOUGH;
            }
            if (event.name().equals("gap")) {
                gap(data);
            } else if (event.name().equals("output") && !paused) {
                output(data);
            }
            return paused ? EventFollower.Reaction.LEFT : EventFollower.Reaction.TAKEN;
        }

        private void gap(JsonNode data) {
            if (end.isPresent()) {
                printer.note("Kept by nobody: bytes " + data.path("from").asText() + " to "
                        + data.path("to").asText() + " of command "
                        + data.path("action").asText() + " (of each output head and tail are kept).");
            } else if (!paused) {
                paused = true;
                printer.note("Output was missed from byte " + data.path("from").asText() + " of command "
                        + data.path("action").asText() + " on; it goes on there when the patch is over.");
            }
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
    public ExitCode follow(String id, Duration giveUpAfter) {
        Listener listener = new Listener(printer);
        Optional<String> place = follow(id, Optional.empty(), giveUpAfter, listener);
        if (listener.paused) {
            listener.paused = false;
            follow(id, place, giveUpAfter, listener);
        }
        JsonNode end = listener.end.orElseGet(
                () -> api.get("/v1/patches/" + ApiClient.segment(id)).json());
        ((ObjectNode) end).put("id", id);
        new EndNote(printer).print(end);
        return PatchStates.exit(end);
    }

    /** The id of the last event that was taken. */
    private Optional<String> follow(String id, Optional<String> after, Duration giveUpAfter, Listener listener) {
        EventFollower follower = new EventFollower(
                api,
                "/v1/patches/" + ApiClient.segment(id) + "/output?follow=true",
                after,
                EventFollower.Settings.givingUpAfter(giveUpAfter),
                listener);
        follower.follow();
        return follower.lastId();
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
