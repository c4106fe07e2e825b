package io.patchline.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.http.Answer;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.http.EventFollower;
import io.patchline.cli.http.ServerSentEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Real patches through the whole chain and back, and an event stream through whatever is in between. */
final class ProofLinks {
    private static final int BODY_BYTES = 512 * 1024;
    private static final int TICKS = 6;

    private final ApiClient api;
    private final Duration tick;

    /**
     * @param tick the pause between two lines that the followed command writes
     */
    ProofLinks(ApiClient api, Duration tick) {
        this.api = api;
        this.tick = tick;
    }

    Finding bodySize() {
        ObjectNode body = patch("true").put("dryRun", true).put("description", "x".repeat(1000));
        body.put("patch", "true # " + "x".repeat(BODY_BYTES));
        Answer answer =
                api.send("POST", "/webhook", Optional.of(body.toString().getBytes(StandardCharsets.UTF_8)), Map.of());
        if (answer.isSuccess()) {
            return Finding.ok("body-size", "a patch of " + BODY_BYTES / 1024 + " KiB passes");
        }
        boolean ours = answer.parsed().filter(json -> json.has("code")).isPresent();
        return Finding.broken(
                "body-size",
                ours ? "body_refused" : "body_capped",
                "A body of " + BODY_BYTES / 1024 + " KiB is answered with HTTP " + answer.status()
                        + (ours ? " by the service." : " by something in between."),
                ours
                        ? "See the answer: " + answer.text()
                        : "Raise the proxy's limit for request bodies (nginx: client_max_body_size 20m).");
    }

    Finding patch() {
        Proof proof = new Proof(api);
        try {
            Proof.Result result = proof.run(Duration.ofMinutes(2));
            return Finding.ok(
                    "patch",
                    "a patch went through webhook, broker, executor and back in " + result.milliseconds() + " ms: "
                            + result.id());
        } catch (CommandException e) {
            return Finding.broken(
                    "patch", e.code(), e.text(), "See what it waits for: patchline lanes; patchline executors.");
        }
    }

    /** When pieces of output came, that were written at a steady pace. */
    private static final class Arrivals implements EventFollower.Listener {
        private final List<Long> times = new ArrayList<>();
        private final List<String> lost = new ArrayList<>();

        @Override
        public EventFollower.Reaction onEvent(ServerSentEvent event) {
            if (event.name().equals("output")) {
                times.add(System.nanoTime());
            }
            return event.name().equals("end") ? EventFollower.Reaction.ENOUGH : EventFollower.Reaction.TAKEN;
        }

        @Override
        public void onLost(String reason) {
            lost.add(reason);
        }

        @Override
        public void onBack(Duration away) {}
    }

    Finding eventStream() {
        ObjectNode body =
                patch("for i in $(seq " + TICKS + "); do echo tick $i; sleep " + tick.toMillis() / 1000.0 + "; done");
        JsonNode accepted = api.send(
                        "POST", "/webhook", Optional.of(body.toString().getBytes(StandardCharsets.UTF_8)), Map.of())
                .json();
        Arrivals arrivals = new Arrivals();
        long began = System.nanoTime();
        String path = "/v1/patches/" + ApiClient.segment(accepted.path("id").asText()) + "/output?follow=true";
        try {
            new EventFollower(
                            api,
                            path,
                            Optional.empty(),
                            EventFollower.Settings.givingUpAfter(Duration.ofSeconds(30)),
                            arrivals)
                    .follow();
        } catch (CommandException e) {
            return Finding.broken(
                    "event-stream",
                    "stream_fails",
                    "The stream of events does not come through: " + e.text(),
                    "Let the proxy pass text/event-stream without buffering or changing it.");
        }
        if (!arrivals.lost.isEmpty()) {
            return Finding.warning(
                    "event-stream",
                    "stream_cut",
                    "The stream was cut " + arrivals.lost.size() + " times within " + seconds(System.nanoTime() - began)
                            + " s (" + arrivals.lost.getFirst() + "); followers came back where they were.",
                    "Raise the proxy's timeout for idle and long answers above 15 s (nginx: proxy_read_timeout 1h).");
        }
        return buffered(arrivals);
    }

    private Finding buffered(Arrivals arrivals) {
        if (arrivals.times.isEmpty()) {
            return Finding.broken(
                    "event-stream",
                    "stream_empty",
                    "The stream ended without the command's output.",
                    "See the patch's output with `patchline logs`; does the proxy change answers?");
        }
        long spread = arrivals.times.getLast() - arrivals.times.getFirst();
        long written = tick.multipliedBy(TICKS - 1L).toNanos();
        if (spread < written / 2) {
            return Finding.broken(
                    "event-stream",
                    "stream_buffered",
                    "Output that was written over " + seconds(written) + " s came within " + seconds(spread)
                            + " s: something in between holds answers back.",
                    "Turn off the proxy's buffering (nginx: proxy_buffering off; Cloudflare quick tunnels cannot: use a named one).");
        }
        return Finding.ok(
                "event-stream", "output came as it was written, for " + seconds(spread) + " s on one connection");
    }

    static ObjectNode patch(String command) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", "prove-" + UUID.randomUUID())
                .put("role", "command_patch")
                .put("description", "patchline doctor")
                .put("patch", command);
    }

    private static String seconds(long nanos) {
        return "%.1f".formatted(nanos / 1e9);
    }
}
