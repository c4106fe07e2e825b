package io.patchline.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.http.ApiClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One patch from the webhook to its published result and back, with the time of each hop. */
public final class Proof {
    private static final String GREETING = "Hello from Patchline";

    private final ApiClient api;

    /**
     * One step of the chain.
     *
     * @param milliseconds since the patch was sent
     */
    public record Hop(long milliseconds, String name, String text) {}

    /** What was proven. */
    public record Result(String id, long milliseconds, List<Hop> hops) {}

    public Proof(ApiClient api) {
        this.api = api;
    }

    /**
     * Sends the patch and waits for its end, at most so long.
     *
     * @throws CommandException if the chain is broken, with what is known of where
     */
    public Result run(Duration most) {
        ObjectNode body = ProofLinks.patch("echo " + GREETING);
        body.put("description", "Proof that a patch goes through");
        String id = body.path("id").asText();
        Instant began = Instant.now();
        api.send("POST", "/webhook", Optional.of(body.toString().getBytes(StandardCharsets.UTF_8)), Map.of())
                .json();
        List<Hop> hops = new ArrayList<>();
        hops.add(new Hop(since(began, Instant.now()), "accepted", "202 received: the broker has confirmed the patch"));
        JsonNode patch = await(id, most);
        patch.path("timeline").forEach(entry -> hops.add(hop(entry, patch, began)));
        hops.sort(java.util.Comparator.comparingLong(Hop::milliseconds));
        if (!patch.path("status").asText().equals("succeeded")) {
            throw new CommandException(
                    ExitCode.PATCH_FAILED,
                    "proof_failed",
                    "The patch " + id + " should have succeeded, and is "
                            + patch.path("status").asText() + ": "
                            + patch.path("summary").asText());
        }
        if (!patch.path("outcome").toString().contains(GREETING)) {
            throw new CommandException(
                    ExitCode.OTHER,
                    "proof_failed",
                    "The result of " + id + " does not hold the command's output: " + patch.path("outcome"));
        }
        return new Result(id, hops.getLast().milliseconds(), hops);
    }

    private JsonNode await(String id, Duration most) {
        Instant deadline = Instant.now().plus(most);
        while (true) {
            JsonNode patch =
                    api.get("/v1/patches/" + ApiClient.segment(id) + "?wait=10").json();
            boolean waits = List.of("queued", "running", "retrying")
                    .contains(patch.path("status").asText());
            if (!waits) {
                return patch;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new CommandException(
                        ExitCode.WAITED_IN_VAIN,
                        "proof_waits",
                        "The patch " + id + " is still " + patch.path("status").asText() + " after " + most.toSeconds()
                                + " s" + before() + ". It is accepted and will run.");
            }
        }
    }

    /** What waits before it, as far as can be told. */
    private String before() {
        try {
            long unfinished = 0;
            for (JsonNode lane : api.get("/v1/lanes").json().path("lanes")) {
                unfinished += lane.path("unfinished").asLong();
            }
            return ": " + unfinished + " patches are unfinished, on "
                    + api.get("/v1/executors").json().path("executors").size() + " executors";
        } catch (CommandException e) {
            return "";
        }
    }

    private static Hop hop(JsonNode entry, JsonNode patch, Instant began) {
        long time = since(began, Instant.parse(entry.path("time").asText()));
        String what = entry.path("what").asText();
        return switch (what) {
            case "queued" -> new Hop(time, what, "in lane " + patch.path("lane").asText() + " of exchange patches");
            case "started" -> new Hop(time, what, "by " + entry.path("executor").asText());
            default -> new Hop(time, what, "published to patches.results, and read back from patches.log");
        };
    }

    private static long since(Instant began, Instant time) {
        return began.until(time, ChronoUnit.MILLIS);
    }
}
