package io.patchline.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.output.Age;
import io.patchline.cli.output.Format;
import io.patchline.cli.output.Printer;
import io.patchline.cli.output.SafeText;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One patch for people, or as the API has it. */
public final class PatchPrinter {
    /** Of {@code report.omitted}. */
    private static final List<Left> LEFT_OUT = List.of(
            new Left("commands", "commands, the first ones"),
            new Left("outputBytes", "bytes of output"),
            new Left("files", "changed files, the last ones"),
            new Left("diffCharacters", "characters of the diff, its end"),
            new Left("problems", "problems, the last ones"));

    private final Printer printer;
    private final Clock clock;

    private record Left(String field, String what) {}

    public PatchPrinter(CommandEnvironment environment) {
        this.printer = environment.printer();
        this.clock = environment.clock();
    }

    public void print(JsonNode patch) {
        if (printer.format() == Format.TABLE) {
            forPeople(patch);
        } else {
            printer.json(patch);
        }
    }

    private void forPeople(JsonNode patch) {
        field("id", patch.path("id").asText());
        field("status", patch.path("status").asText());
        field("summary", patch.path("summary").asText());
        field("code", patch.path("code").asText());
        field("lane", patch.path("lane").asText());
        field("role", patch.path("role").asText());
        field("target", patch.path("target_file").asText());
        field("description", patch.path("description").asText());
        field("source", patch.path("source").asText());
        field("trace", patch.path("trace_id").asText());
        field("accepted", moment(patch.path("accepted_at").asText()));
        field("finished", moment(patch.path("finished_at").asText()));
        field(
                "run",
                patch.path("run").asText() + ", attempt "
                        + patch.path("attempt").asText());
        git(patch);
        timeline(patch.path("timeline"));
        outcome(patch.path("outcome").path("report"));
        field("more", patch.path("more").asText());
    }

    private void git(JsonNode patch) {
        field("workspace", patch.path("workspace").asText());
        field("branch", patch.path("branch").asText());
        field("commit", patch.path("commit").asText());
        if (patch.path("changes").asText().equals("none")) {
            field("changes", "none");
        }
        JsonNode review = patch.path("review");
        if (review.isObject()) {
            field(
                    "review",
                    review.path("branch").asText() + ", until "
                            + review.path("until").asText());
        }
        field("approved by", patch.path("approved_by").asText());
        field("reverts", ids(patch.path("reverts")));
        field("reverted by", ids(patch.path("reverted_by")));
    }

    private static String ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.forEach(id -> ids.add(id.asText()));
        return String.join(", ", ids);
    }

    private void timeline(JsonNode timeline) {
        if (timeline.isEmpty()) {
            return;
        }
        printer.line("timeline");
        for (JsonNode entry : timeline) {
            StringBuilder line = new StringBuilder("  ")
                    .append(entry.path("time").asText())
                    .append("  ")
                    .append(entry.path("what").asText());
            for (String more : new String[] {"executor", "by", "code"}) {
                if (entry.has(more)) {
                    line.append("  ")
                            .append(more)
                            .append(' ')
                            .append(entry.path(more).asText());
                }
            }
            printer.line("  " + SafeText.line(line.toString()));
        }
    }

    private void outcome(JsonNode report) {
        omitted(report.path("omitted"));
        for (JsonNode command : report.path("commands")) {
            String end = command.has("signal")
                    ? "signal " + command.path("signal").asText()
                    : "exit " + command.path("exitCode").asText();
            printer.line("command " + command.path("action").asText() + ": " + end);
            output(command.path("output"));
        }
        ChangePrinter change = new ChangePrinter(printer::line, printer::quoted);
        change.files(report.path("files"));
        change.diff(report.path("diff"));
        change.commits(report.path("git").path("log"));
        report.path("notes").forEach(note -> printer.line("note: " + SafeText.line(note.asText())));
    }

    /** What the outcome had no room for; absent where it has all. */
    private void omitted(JsonNode omitted) {
        for (Left left : LEFT_OUT) {
            long count = omitted.path(left.field()).asLong();
            if (count > 0) {
                printer.line("left out: " + count + " " + left.what());
            }
        }
    }

    private void output(JsonNode output) {
        String head = output.path("head").asText();
        String tail = output.path("tail").asText();
        long omitted = output.path("omittedBytes").asLong();
        if (!head.isEmpty()) {
            printer.foreign(SafeText.indented(head));
        }
        if (omitted > 0) {
            printer.line("  … " + omitted + " bytes are left out …");
        }
        if (!tail.isEmpty()) {
            printer.foreign(SafeText.indented(tail));
        }
    }

    private void field(String name, String value) {
        if (!value.isEmpty()) {
            printer.line("%-12s %s".formatted(name, SafeText.line(value)));
        }
    }

    private String moment(String time) {
        return time.isEmpty() ? "" : time + " (" + Age.since(time, Instant.now(clock)) + " ago)";
    }
}
