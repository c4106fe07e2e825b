package io.patchline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.options.CommandEnvironment;
import io.patchline.cli.output.Printer;
import io.patchline.cli.patch.ChangePrinter;
import io.patchline.cli.patch.NotShown;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Scanner;

/**
 * Shows what an approval would bring to the branch, and asks; of a commit of which not all is shown, by two questions (docs/decisions/0200). All of it on standard error. Not thread-safe.
 */
final class Judgement {
    private static final String YES = "yes";

    private final Printer printer;
    private final Scanner answers;
    private final String id;
    private final String commit;
    private final JsonNode patch;
    private final List<String> notShown;

    /** @param patch with its whole outcome, as far as that can be read */
    Judgement(CommandEnvironment environment, JsonNode patch, String id, String commit) {
        this.printer = environment.printer();
        this.answers = new Scanner(environment.input(), StandardCharsets.UTF_8);
        this.id = id;
        this.commit = commit;
        this.patch = patch;
        this.notShown = NotShown.of(patch, commit);
    }

    /** Whether there is somebody who sees questions and can answer them. */
    static boolean canAsk(Printer printer) {
        return printer.terminal().input() && printer.terminal().error();
    }

    /** All that the command line can show of it. */
    void show() {
        JsonNode report = patch.path("outcome").path("report");
        JsonNode git = report.path("git");
        ChangePrinter change = new ChangePrinter(printer::note, printer::quotedNote);
        change.files(report.path("files"));
        change.diff(report.path("diff"));
        change.commits(git.path("log"));
        int commits = Math.max(1, git.path("commits").size());
        long files = report.path("files").size()
                + report.path("omitted").path("files").asLong();
        printer.note(id + ": " + commit + " for the branch "
                + git.path("branch").asText() + ", with " + commits
                + (commits == 1 ? " commit, " : " commits, ") + files + (files == 1 ? " file, " : " files, ") + "+"
                + sum(report.path("files"), "addedLines") + " -" + sum(report.path("files"), "removedLines"));
    }

    /**
     * Where not all of it is shown, whoever approves it has to have seen the rest elsewhere.
     *
     * @throws CommandException if they do not say so, or nobody can be asked
     */
    void requireSeen() {
        if (notShown.isEmpty()) {
            return;
        }
        String sentences = String.join(" ", notShown);
        String where = "git fetch origin "
                + quoted(patch.path("review").path("branch").asText("patchline/…")) + ", git show " + commit;
        if (!canAsk(printer)) {
            throw CommandException.usage("Not all of " + commit + " is shown here. " + sentences
                    + " Look at it in the repository (" + where
                    + ") and add --looked; nothing is approved.");
        }
        printer.note("Not all of it is shown here. " + sentences);
        printer.note("To look at it: " + where);
        requireYes("Have you looked at " + commit + " in the repository? Type " + YES + ":");
    }

    /** @throws CommandException if it is not answered by a yes */
    void requireApproval() {
        requireYes("Type " + YES + " to approve " + commit + ":");
    }

    private void requireYes(String question) {
        printer.note(question);
        if (!answers.hasNextLine() || !answers.nextLine().strip().equals(YES)) {
            throw new CommandException(ExitCode.OTHER, "not_confirmed", "Not confirmed; nothing is approved.");
        }
    }

    private static long sum(JsonNode files, String field) {
        long sum = 0;
        for (JsonNode file : files) {
            sum += file.path(field).asLong();
        }
        return sum;
    }

    /** As a shell takes it for one word: a branch's name has the patch's id in it. */
    private static String quoted(String word) {
        return word.matches("[\\w./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
