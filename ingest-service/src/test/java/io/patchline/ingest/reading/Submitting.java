package io.patchline.ingest.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.ingest.PatchIdGenerator;
import io.patchline.message.MessageCodec;
import io.patchline.outcome.Problem;
import io.patchline.patch.Patch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** What the reader makes of a submission, in words that a table can hold. */
public final class Submitting {
    static final Instant NOW = Instant.parse("2026-11-21T10:15:30.123Z");

    private static final PatchParser READER = reader(ValidationRules.DEFAULTS);

    private Submitting() {}

    public static PatchParser reader(ValidationRules rules) {
        return new PatchParser(rules, new PatchIdGenerator(InstantSource.fixed(NOW), new SplittableRandom(7)));
    }

    public static ParseResult reading(String body) {
        return READER.read(body.getBytes(UTF_8));
    }

    /** The patch that this submission is. */
    public static Patch patch(String body) {
        return switch (reading(body)) {
            case ParseResult.Understood understood -> understood.patch();
            case ParseResult.Unreadable unreadable -> throw new AssertionError("refused: " + unreadable.problems());
        };
    }

    public static List<Problem> problems(String body) {
        return problems(reading(body));
    }

    public static List<Problem> problems(ParseResult reading) {
        return switch (reading) {
            case ParseResult.Understood understood -> throw new AssertionError("read: " + understood.patch());
            case ParseResult.Unreadable unreadable -> unreadable.problems();
        };
    }

    /** The problems as {@code <pointer> <code>}, one after the other with a comma between them. */
    public static String places(List<Problem> problems) {
        return problems.stream()
                .map(problem -> (problem.pointer() + " " + problem.code()).strip())
                .collect(Collectors.joining(", "));
    }

    /** All details, one on each line. */
    public static String details(List<Problem> problems) {
        return problems.stream().map(Problem::detail).collect(Collectors.joining("\n"));
    }

    /** The actions of the patch that this submission is, as they travel. */
    public static JsonNode actions(String body) {
        return json(new String(MessageCodec.write(patch(body)), UTF_8)).get("actions");
    }

    public static JsonNode json(String text) {
        try {
            return MessageCodec.mapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
