package io.patchline.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.http.Answer;
import io.patchline.cli.http.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Behind the service: broker, executors, lanes, dead letters, callbacks, and the MCP endpoint. */
final class OperationLinks {
    private static final long MEBIBYTE = 1024L * 1024;

    /** Less room than this is soon none: a patch may write as much. */
    private static final long ROOM_BYTES = 256 * MEBIBYTE;

    private final ApiClient api;

    OperationLinks(ApiClient api) {
        this.api = api;
    }

    Finding broker() {
        JsonNode status = api.get("/status").json();
        JsonNode version = status.path("broker_version");
        if (!version.isTextual()) {
            return Finding.skipped("broker", "the service does not report the broker's version");
        }
        String saw = "RabbitMQ " + version.asText();
        return status.has("broker_advice")
                ? Finding.warning(
                        "broker",
                        "broker_version",
                        saw + ": " + status.path("broker_advice").asText(),
                        "Upgrade RabbitMQ (docs/operations.md).")
                : Finding.ok("broker", saw);
    }

    Finding executors() {
        JsonNode executors = api.get("/v1/executors").json().path("executors");
        List<String> taking = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        List<String> full = new ArrayList<>();
        for (JsonNode executor : executors) {
            String name = executor.path("executor").asText();
            if (executor.path("disk_free_bytes").asLong(Long.MAX_VALUE) < ROOM_BYTES) {
                full.add(name + " (" + executor.path("disk_free_bytes").asLong() / MEBIBYTE + " MiB)");
            }
            if (executor.path("status").asText().equals("taking")) {
                taking.add(name + executorSandbox(executor));
            } else {
                broken.add(name + " is " + executor.path("status").asText());
            }
        }
        if (taking.isEmpty()) {
            return Finding.broken(
                    "executors",
                    "no_executor",
                    executors.isEmpty()
                            ? "No executor is there."
                            : "No executor takes patches: " + String.join(", ", broken) + ".",
                    "Start one (./patchline up --executors N). One whose sandbox or broker does not work says why at its /health and in its log.");
        }
        String saw = taking.size() + " take patches: " + String.join(", ", taking);
        if (!full.isEmpty()) {
            return Finding.warning(
                    "executors",
                    "disk_full",
                    saw + "; the disk is nearly full at " + String.join(", ", full) + ".",
                    "Make room on the disk with the executor's workspace and ledger: what cannot be recorded is not run.");
        }
        return broken.isEmpty()
                ? Finding.ok("executors", saw)
                : Finding.warning(
                        "executors",
                        "executor_not_taking",
                        saw + "; " + String.join(", ", broken) + ".",
                        "Nothing, if it is being replaced; else restart it.");
    }

    private static String executorSandbox(JsonNode executor) {
        return executor.has("sandbox") ? " (" + executor.path("sandbox").asText() + ")" : "";
    }

    Finding lanes() {
        JsonNode lanes = api.get("/v1/lanes").json().path("lanes");
        List<String> deserted = new ArrayList<>();
        List<String> held = new ArrayList<>();
        long ready = 0;
        for (JsonNode lane : lanes) {
            ready += lane.path("ready").asLong();
            if (lane.path("consumers").asInt() == 0) {
                deserted.add(lane.path("name").asText());
            }
            lane.path("held").forEach(one -> held.add(one.path("lane").asText()));
        }
        if (!deserted.isEmpty()) {
            return Finding.broken(
                    "lanes",
                    "lane_without_consumer",
                    "Nobody takes from " + String.join(", ", deserted) + ".",
                    "Start an executor with as many lanes (patchline.lanes) as the ingest service; a starting one needs a moment.");
        }
        if (!held.isEmpty()) {
            return Finding.warning(
                    "lanes",
                    "lane_held",
                    "Held after a failure: " + String.join(", ", held) + ".",
                    "See to the failed patch, or: patchline lanes release LANE");
        }
        return Finding.ok("lanes", lanes.size() + " lane queues, each with a consumer; " + ready + " patches wait");
    }

    Finding deadLetters() {
        JsonNode page = api.get("/v1/dead-letters?limit=1").json();
        long count = page.path("listed").asLong();
        long unrouted = page.path("unrouted").asLong();
        if (unrouted > 0) {
            return Finding.warning(
                    "dead-letters",
                    "unrouted",
                    unrouted + " messages lie in patches.unrouted: somebody published them with a wrong key.",
                    "docs/dead-letters.md, at unrouted.");
        }
        return count == 0
                ? Finding.ok("dead-letters", "none")
                : Finding.warning(
                        "dead-letters",
                        "dead_letters",
                        count + " wait for a person: " + page.path("groups") + ".",
                        "patchline dead-letters list");
    }

    Finding callbacks() {
        JsonNode callbacks = api.get("/status").json().path("callbacks");
        if (callbacks.isMissingNode()) {
            return Finding.skipped("callbacks", "the service does not report whether it may send callbacks");
        }
        return switch (callbacks.asText()) {
            case "off" ->
                Finding.remark(
                        "callbacks",
                        "callbacks_off",
                        "off: no secret is configured, and a patch that names a callback is refused",
                        "If callbacks are wanted: patchline.callbacks.secret-file (docs/api.md).");
            default -> Finding.ok("callbacks", callbacks.asText());
        };
    }

    Finding mcp() {
        Answer answer = api.get("/mcp");
        Optional<String> type = answer.header("Content-Type");
        return switch (answer.status()) {
            case 401, 405 ->
                Finding.ok("mcp", "there, for models: " + api.target().url() + "/mcp");
            case 404 -> Finding.skipped("mcp", "not there");
            default ->
                Finding.warning(
                        "mcp",
                        "mcp_blocked",
                        "HTTP " + answer.status() + ", " + type.orElse("no content type") + " at /mcp.",
                        "Let the proxy pass /mcp.");
        };
    }
}
