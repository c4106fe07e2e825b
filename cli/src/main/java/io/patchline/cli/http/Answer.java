package io.patchline.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What a service answered. */
public final class Answer {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 200;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    private final int status;
    private final HttpHeaders headers;
    private final byte[] body;

    Answer(int status, HttpHeaders headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    public int status() {
        return status;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The body's bytes as they came. */
    public byte[] bytes() {
        return body.clone();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the media type is JSON, or a kind of it. */
    public boolean isJson() {
        return header("Content-Type")
                .filter(type -> type.matches("application/([a-z.+-]*\\+)?json(;.*)?"))
                .isPresent();
    }

    /**
     * The body as JSON, of an answer that is a success.
     *
     * @throws CommandException if it is a problem, or no JSON, as from something between us and the service
     */
    public JsonNode json() {
        orThrow();
        return parsed().orElseThrow(this::foreign);
    }

    /** This answer, if it is a success; else its problem is thrown. */
    public Answer orThrow() {
        if (!isSuccess()) {
            throw parsed().filter(json -> json.has("code"))
                    .map(json -> Problems.of(status, json))
                    .orElseGet(this::foreign);
        }
        return this;
    }

    /** The body as JSON, whatever the status; empty if it is none. */
    public Optional<JsonNode> parsed() {
        if (!isJson()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(json -> !json.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How long to wait before the same is asked again, where the service says that this helps; at least a second. */
    Optional<Duration> askAgainAfter() {
        boolean soon = (status == UNAVAILABLE || status == TOO_MANY_REQUESTS)
                && parsed().filter(problem -> problem.path("retryable").asBoolean())
                        .isPresent();
        return header("Retry-After")
                .filter(text -> soon && text.matches("[0-9]{1,4}"))
                .map(seconds -> Duration.ofSeconds(Math.max(1, Integer.parseInt(seconds))));
    }

    /** An answer that Patchline does not give. */
    private CommandException foreign() {
        ExitCode exit = status >= 500 ? ExitCode.UNREACHABLE : ExitCode.OTHER;
        String shown = text().replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
        return new CommandException(
                exit,
                "not_patchline",
                "What answers there is not Patchline, or something in between answers for it: HTTP " + status + ", "
                        + header("Content-Type").orElse("no content type") + ": "
                        + (shown.length() > SHOWN ? shown.substring(0, SHOWN) + "…" : shown)
                        + ". Check the address; `patchline doctor` looks at each link.");
    }
}
