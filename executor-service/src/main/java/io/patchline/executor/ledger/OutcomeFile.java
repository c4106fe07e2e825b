package io.patchline.executor.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.message.MessageCodec;
import io.patchline.outcome.BoundedReport;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.Omitted;
import io.patchline.outcome.OutcomeLimit;
import io.patchline.outcome.Problem;
import io.patchline.outcome.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a run's {@code outcome.json}, and shortens one that is longer than {@link OutcomeLimit} lets it be: before that limit there were some of 84 MB, which
 * no broker took. Such a file is read piece by piece and never held as a whole; its diff is left out.
 */
final class OutcomeFile {
    private static final ObjectMapper JSON = MessageCodec.mapper();

    /** For what stands in the middle of a file. */
    private static final ObjectMapper PIECES =
            MessageCodec.mapper().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Up to here a file is read as a whole: the limit, and as much for the rest of the record. */
    private static final long READ_AS_A_WHOLE = 2L * OutcomeLimit.MOST_BYTES;

    private static final int MOST_PROBLEMS = 1_000;

    private final JsonParser parser;
    private final BoundedReport report = new BoundedReport();
    private final List<Problem> problems = new ArrayList<>();
    private Duration elapsed = Duration.ZERO;

    private OutcomeFile(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * @throws IOException if it cannot be read, or is no record that this version knows
     */
    static RunRecord read(Path file) throws IOException {
        if (Files.size(file) <= READ_AS_A_WHOLE) {
            return JSON.readValue(file.toFile(), RunRecord.class);
        }
        try (JsonParser parser = JSON.createParser(file.toFile())) {
            return new OutcomeFile(parser).shortened();
        }
    }

    /** The record is put together from what is short, and the report from what there is room for. */
    private RunRecord shortened() throws IOException {
        ObjectNode record = JSON.createObjectNode();
        expect(parser.nextToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            record.set(field, field.equals("outcome") ? outcome() : PIECES.readTree(parser));
        }
        RunRecord whole = JSON.treeToValue(record, RunRecord.class);
        return new RunRecord(
                OutcomeLimit.fit(whole.outcome()), whole.attempt(), whole.executor(), whole.finishedAt(), whole.hold());
    }

    private ObjectNode outcome() throws IOException {
        ObjectNode outcome = JSON.createObjectNode();
        boolean reports = false;
        boolean hasProblems = false;
        expect(parser.currentToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "report" -> {
                    readReport();
                    reports = true;
                }
                case "problems" -> {
                    readProblems();
                    hasProblems = true;
                }
                default -> outcome.set(field, PIECES.readTree(parser));
            }
        }
        if (reports) {
            outcome.set("report", JSON.valueToTree(report.report(elapsed)));
        }
        if (hasProblems) {
            outcome.set("problems", JSON.valueToTree(problems));
        }
        return outcome;
    }

    private void readReport() throws IOException {
        expect(parser.currentToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "elapsed" -> elapsed = PIECES.readValue(parser, Duration.class);
                case "commands" -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        report.add(PIECES.readValue(parser, CommandResult.class));
                    }
                }
                case "files" -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        report.add(List.of(PIECES.readValue(parser, FileChange.class)), Optional.empty());
                    }
                }
                case "diff" -> report.add(List.of(), Optional.of(RunReport.DIFF_LEFT_OUT));
                case "notes" -> {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        report.note(parser.getText());
                    }
                }
                case "omitted" -> report.omit(PIECES.readValue(parser, Omitted.class));
                default -> throw new IOException("an outcome of a newer version: its report has the field " + field);
            }
        }
    }

    private void readProblems() throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Problem problem = PIECES.readValue(parser, Problem.class);
            if (problems.size() < MOST_PROBLEMS) {
                problems.add(problem);
            } else {
                report.omit(new Omitted(0, 0, 0, 0, 1));
            }
        }
    }

    private static void expect(JsonToken token, JsonToken expected) throws IOException {
        if (token != expected) {
            throw new IOException("not a record of a run: " + token + " where " + expected + " should be");
        }
    }
}
