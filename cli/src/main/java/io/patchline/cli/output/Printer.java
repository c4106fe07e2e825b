package io.patchline.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.CommandException;
import java.io.PrintStream;
import java.util.Optional;

/** Data on standard output, everything else on standard error. Not thread-safe. */
public final class Printer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private Optional<Format> wanted = Optional.empty();

    public Printer(PrintStream out, PrintStream err, Terminal terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** The format that was asked for with {@code -o}. */
    public void want(Format format) {
        wanted = Optional.of(format);
    }

    /** What was asked for; else a table on a terminal, and JSON elsewhere. */
    public Format format() {
        return wanted.orElse(terminal.output() ? Format.TABLE : Format.JSON);
    }

    /** Whether {@code -o} asks for JSON of some kind. */
    public boolean wantsJson() {
        return wanted.filter(format -> format != Format.TABLE).isPresent();
    }

    public Terminal terminal() {
        return terminal;
    }

    /** A document. */
    public void json(JsonNode document) {
        out.println(format() == Format.JSONL ? compact(document) : indented(document));
    }

    /** One object on one line. */
    public void jsonLine(JsonNode document) {
        out.println(compact(document));
    }

    public void table(Table table) {
        out.print(table.lines(terminal.columns()));
    }

    /** Text of ours, a line. */
    public void line(String text) {
        out.println(text);
    }

    /** Text from a patch: as it is into a file or a pipe, made harmless on a terminal. */
    public void foreign(String text) {
        out.print(terminal.output() ? SafeText.lines(text) : text);
        out.flush();
    }

    /** A word about what is going on, on standard error. */
    public void note(String text) {
        err.println(SafeText.line(text));
        err.flush();
    }

    /** A failure: one JSON object where programs read, else the words, each fault, and at last what mends it. */
    public void failure(CommandException failure) {
        if (format() == Format.TABLE && !wantsJson()) {
            err.println("patchline: " + SafeText.lines(failure.text()));
            failure.faults()
                    .forEach(fault -> err.println("  " + (fault.pointer().isEmpty() ? "" : fault.pointer() + ": ")
                            + SafeText.lines(fault.detail())));
        } else {
            err.println(compact(problem(failure)));
        }
        err.flush();
    }

    private static ObjectNode problem(CommandException failure) {
        ObjectNode problem = JSON.createObjectNode();
        problem.put("code", failure.code());
        failure.status().ifPresent(status -> problem.put("status", status));
        problem.put("detail", failure.text());
        problem.put("retryable", failure.retryable());
        problem.put("exit", failure.exit().number());
        if (!failure.faults().isEmpty()) {
            var errors = problem.putArray("errors");
            failure.faults()
                    .forEach(fault ->
                            errors.addObject().put("pointer", fault.pointer()).put("detail", fault.detail()));
        }
        return problem;
    }

    private static String compact(JsonNode document) {
        try {
            return JSON.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    private static String indented(JsonNode document) {
        return document.toPrettyString();
    }
}
