package io.patchline.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.http.Answer;
import io.patchline.cli.http.ApiClient;
import io.patchline.cli.http.Target;
import io.patchline.cli.token.TokenLine;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ingest service behind the address: that it is it, how it is, and what our token may do there. */
final class ServiceLinks {
    private static final Duration SKEW_TOLERATED = Duration.ofSeconds(30);

    /** Signed webhooks are refused beyond it. */
    private static final Duration SKEW_FATAL = Duration.ofMinutes(5);

    private final ApiClient api;
    private final Clock clock;

    ServiceLinks(ApiClient api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    Finding answers() {
        Answer answer = api.get("/health");
        String server =
                answer.parsed().map(json -> json.path("service").asText()).orElse("");
        if (server.equals("patchline-ingest")) {
            return Finding.ok("service", "a Patchline ingest service answers");
        }
        String what =
                "HTTP " + answer.status() + ", " + answer.header("Content-Type").orElse("no content type");
        if (!answer.isJson()) {
            return Finding.broken(
                    "service",
                    "not_patchline",
                    "Not Patchline answers there, but something else, or something in between: " + what + ".",
                    "A tunnel or proxy shows its own page when it is wrong or what is behind it is down: check where it leads, and whether the service runs.");
        }
        return Finding.broken(
                "service",
                "not_patchline",
                "Another service answers there: " + what + ".",
                "Check the address and the port; an executor is not the webhook.");
    }

    Finding exposure() {
        boolean metrics = api.get("/q/metrics").isSuccess();
        boolean loopback = api.target().isThisMachine();
        if (metrics && !loopback) {
            return Finding.warning(
                    "exposure",
                    "metrics_reachable",
                    "/q/metrics can be read from here, outside of the service's machine.",
                    "Let the proxy pass /webhook, /v1, /health, /openapi* and /mcp* only (docs/operations.md).");
        }
        return Finding.ok(
                "exposure",
                metrics ? "metrics can be read, from the service's own machine" : "metrics cannot be read from here");
    }

    Finding health() {
        JsonNode health = api.get("/health").parsed().orElseThrow();
        if (health.path("missing_permissions").size() > 0) {
            return Finding.warning(
                    "health",
                    "permission_missing",
                    "The service lacks permissions on the broker: " + health.path("missing_permissions") + ".",
                    "Import the permissions of deploy/rabbitmq/permissions.json for its user (docs/operations.md).");
        }
        if (health.path("status").asText().equals("ok")) {
            return health.path("log").asText().equals("read")
                    ? Finding.ok(
                            "health", "ready; broker " + health.path("broker").asText() + ", log read")
                    : Finding.warning(
                            "health",
                            "log_behind",
                            "Patches are accepted, but their status is behind: the log is "
                                    + (health.path("log").asText().equals("unheard")
                                            ? "not heard."
                                            : "still being read."),
                            "It ends by itself after a start. If it stays, see the service's log.");
        }
        return Finding.broken(
                "health",
                "not_ready",
                "The service accepts nothing now: broker "
                        + health.path("broker").asText() + ", log "
                        + health.path("log").asText() + ".",
                health.path("broker").asText().equals("blocked")
                        ? "RabbitMQ has an alarm: free disk or memory there (rabbitmq-diagnostics alarms)."
                        : "See to RabbitMQ, and to the service's address and permissions there; its log says what it waits for.");
    }

    Finding token() {
        if (api.target().token().isEmpty()) {
            return Finding.broken(
                    "token",
                    "no_token",
                    "No token is given.",
                    "--token-file FILE, PATCHLINE_TOKEN_FILE, or `patchline context set NAME --url … --token-file …`.");
        }
        Answer answer = api.get("/v1/executors");
        if (answer.status() != 401) {
            return answer.isSuccess() || answer.isJson()
                    ? Finding.ok("token", "accepted")
                    : Finding.broken(
                            "token",
                            "not_patchline",
                            "Something in between answers for the API: HTTP " + answer.status() + ".",
                            "Let the proxy pass /v1.");
        }
        Answer other = new ApiClient(new Target(api.target().url(), Optional.empty()))
                .send(
                        "GET",
                        "/v1/executors",
                        Optional.empty(),
                        Map.of("X-Patchline-Token", api.target().token().get()));
        if (other.status() != 401) {
            return Finding.broken(
                    "token",
                    "authorization_stripped",
                    "Something in between takes the header Authorization away: the same token is accepted in X-Patchline-Token.",
                    "Let the proxy pass the header Authorization.");
        }
        return Finding.broken(
                "token",
                "token_refused",
                "The service does not know the token, or it has expired or was revoked.",
                "Make another: patchline token create --scope submit,read --name NAME, on the service's machine.");
    }

    Finding scopes() {
        List<String> may = new ArrayList<>();
        List<String> lacks = new ArrayList<>();
        (api.get("/v1/executors").status() == 403 ? lacks : may).add("read");
        (status("/webhook", "{}") == 403 ? lacks : may).add("submit");
        (status("/v1/dead-letters/replay", "{\"dryRun\":true}") == 403 ? lacks : may).add("operate");
        String saw = "the token may " + (may.isEmpty() ? "nothing" : String.join(", ", may));
        boolean useless = !may.contains("read") || !may.contains("submit");
        return useless
                ? Finding.warning(
                        "scopes",
                        "scope_missing",
                        saw + ", not " + String.join(", ", lacks) + ".",
                        "If it should: make a token with --scope " + String.join(",", TokenLine.SCOPES)
                                + " or what is needed of it.")
                : Finding.ok("scopes", saw);
    }

    private int status(String path, String body) {
        return api.send("POST", path, Optional.of(body.getBytes(StandardCharsets.UTF_8)), Map.of())
                .status();
    }

    Finding clock() {
        Instant before = Instant.now(clock);
        Answer answer = api.get("/v1/executors");
        Optional<Instant> there =
                answer.parsed().map(json -> json.path("as_of").asText()).flatMap(ServiceLinks::instant);
        if (there.isEmpty()) {
            return Finding.skipped("clock", "the service does not report its time now");
        }
        Instant middle =
                before.plus(Duration.between(before, Instant.now(clock)).dividedBy(2));
        Duration skew = Duration.between(middle, there.get());
        String saw = "the service's clock is " + Math.abs(skew.toMillis()) / 1000.0 + " s "
                + (skew.isNegative() ? "behind" : "ahead of") + " this machine's";
        if (skew.abs().compareTo(SKEW_FATAL) >= 0) {
            return Finding.broken(
                    "clock",
                    "clock_off",
                    saw + ".",
                    "Set the clocks (NTP): signed webhooks are refused beyond 5 minutes, and times are shown wrong.");
        }
        return skew.abs().compareTo(SKEW_TOLERATED) >= 0
                ? Finding.warning("clock", "clock_off", saw + ".", "Set the clocks (NTP).")
                : Finding.ok("clock", saw);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
