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
    /** Whether a colour of a stranger's text may still be on: text of the same colour as its ground is not seen. */
    private boolean coloured;

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
        plain();
        out.println(SafeText.json(format() == Format.JSONL ? compact(document) : indented(document)));
    }

    /** One object on one line. */
    public void jsonLine(JsonNode document) {
        out.println(SafeText.json(compact(document)));
    }

    public void table(Table table) {
        plain();
        out.print(table.lines(terminal.columns()));
    }

    /** Text of ours, a line; what is not ours in it is made harmless. */
    public void line(String text) {
        plain();
        out.println(SafeText.plain(text));
    }

    /** What a command wrote: as it is into a file or a pipe, made harmless on a terminal. */
    public void foreign(String text) {
        coloured |= terminal.output() && SafeText.hasColours(text);
        out.print(terminal.output() ? SafeText.lines(text) : text);
        out.flush();
    }

    /** What somebody is to judge: each line behind two blanks, and everything in it shown instead of obeyed, wherever it goes. */
    public void quoted(String text) {
        plain();
        out.print(SafeText.plain(SafeText.indented(text)));
    }

    /** The same on standard error. */
    public void quotedNote(String text) {
        plain();
        err.print(SafeText.plain(SafeText.indented(text)));
        err.flush();
    }

    /** A word about what is going on, on standard error. */
    public void note(String text) {
        plain();
        err.println(SafeText.line(text));
        err.flush();
    }

    /** Ends the colours of what a command wrote. */
    private void plain() {
        if (coloured) {
            coloured = false;
            out.print("\u001b[0m");
            out.flush();
        }
    }

    /** A failure: one JSON object where programs read, else the words, each fault, and at last what mends it. */
    public void failure(CommandException failure) {
        plain();
        if (format() == Format.TABLE && !wantsJson()) {
            err.println("patchline: " + SafeText.plain(failure.text()));
            failure.faults()
                    .forEach(fault -> err.println("  "
                            + SafeText.plain(
                                    (fault.pointer().isEmpty() ? "" : fault.pointer() + ": ") + fault.detail())));
        } else {
            err.println(SafeText.json(compact(problem(failure))));
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
