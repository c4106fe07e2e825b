package io.patchline.ingest.status;

import io.patchline.outcome.CapturedOutput;
import io.patchline.outcome.CommandResult;
import io.patchline.outcome.FileChange;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.LoggedCommit;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.outcome.RunReport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An outcome as it is shown where nobody asked for all of it: a model that reads the answer has only so much room. */
final class ShownOutcome {
    /** How much of the output of all commands is shown, in characters: the end of it. */
    static final int LAST_CHARACTERS = 4_000;

    private static final int DIFF_CHARACTERS = 20_000;
    private static final int LIST_CHARACTERS = 12_000;
    private static final int ITEM_CHARACTERS = 100;
    /** Of what all commits say together. */
    private static final int LOG_CHARACTERS = 8_000;

    private boolean cut;

    private ShownOutcome() {}

    /**
     * @param outcome what is shown
     * @param cut whether something was left out
     */
    record Shown(Outcome outcome, boolean cut) {}

    static Shown of(Outcome outcome) {
        ShownOutcome shown = new ShownOutcome();
        Outcome shortened = shown.shortened(outcome);
        return new Shown(shortened, shown.cut);
    }

    private Outcome shortened(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> new Outcome.Succeeded(report(succeeded.report()));
            case Outcome.Failed failed ->
                new Outcome.Failed(
                        failed.code(), failed.summary(), problems(failed.problems()), report(failed.report()));
            case Outcome.TimedOut timedOut -> new Outcome.TimedOut(timedOut.summary(), report(timedOut.report()));
            case Outcome.Refused refused ->
                new Outcome.Refused(refused.code(), refused.summary(), problems(refused.problems()));
            case Outcome.Cancelled cancelled -> new Outcome.Cancelled(cancelled.summary(), report(cancelled.report()));
            case Outcome.Interrupted interrupted ->
                new Outcome.Interrupted(interrupted.summary(), report(interrupted.report()));
            case Outcome.AwaitingReview awaiting ->
                new Outcome.AwaitingReview(awaiting.summary(), awaiting.until(), report(awaiting.report()));
            case Outcome.Rejected rejected ->
                new Outcome.Rejected(rejected.code(), rejected.summary(), rejected.by(), report(rejected.report()));
        };
    }

    private RunReport report(RunReport report) {
        return new RunReport(
                report.elapsed(),
                commands(report.commands()),
                files(report.files()),
                diff(report.diff()),
                report.notes(),
                report.omitted(),
                report.git().map(this::git));
    }

    /** What commits say has a share of the room each. */
    private GitReport git(GitReport git) {
        if (git.log().isEmpty()) {
            return git;
        }
        int share = LOG_CHARACTERS / git.log().size();
        return git.with(git.log().stream().map(commit -> said(commit, share)).toList());
    }

    private LoggedCommit said(LoggedCommit commit, int most) {
        String message = commit.message();
        if (message.length() <= most) {
            return commit;
        }
        cut = true;
        int end = Character.isHighSurrogate(message.charAt(most - 1)) ? most - 1 : most;
        return new LoggedCommit(
                commit.commit(),
                commit.author(),
                commit.run(),
                message.substring(0, end),
                commit.omittedCharacters() + message.length() - end);
    }

    private Optional<String> diff(Optional<String> diff) {
        return diff.map(text -> {
            if (text.length() <= DIFF_CHARACTERS) {
                return text;
            }
            cut = true;
            return text.substring(0, text.lastIndexOf('\n', DIFF_CHARACTERS) + 1);
        });
    }

    /** The last commands keep their output first. */
    private List<CommandResult> commands(List<CommandResult> commands) {
        List<CommandResult> shown = new ArrayList<>();
        int room = LAST_CHARACTERS;
        for (CommandResult command : commands.reversed()) {
            CapturedOutput output = last(command.output(), room);
            room -= output.head().length() + output.tail().length();
            shown.addFirst(new CommandResult(
                    command.action(), command.exitCode(), command.signal(), command.elapsed(), output));
        }
        return shown;
    }

    private CapturedOutput last(CapturedOutput output, int room) {
        int length = output.head().length() + output.tail().length();
        if (length <= room && length <= LAST_CHARACTERS) {
            return output;
        }
        cut = true;
        String all = output.omittedBytes() > 0 && output.tail().length() >= room
                ? output.tail()
                : output.head() + output.tail();
        int from = Math.max(0, all.length() - room);
        int start = from > 0 && from < all.length() && Character.isLowSurrogate(all.charAt(from)) ? from + 1 : from;
        String tail = all.substring(start);
        return new CapturedOutput(
                "", tail, output.totalBytes(), output.totalBytes() - tail.getBytes(StandardCharsets.UTF_8).length);
    }

    private List<FileChange> files(List<FileChange> files) {
        return firstOf(
                files,
                files.stream()
                        .map(file -> file.path().value().length() + ITEM_CHARACTERS)
                        .toList());
    }

    private List<Problem> problems(List<Problem> problems) {
        return firstOf(
                problems,
                problems.stream()
                        .map(problem ->
                                problem.detail().length() + problem.pointer().length() + ITEM_CHARACTERS)
                        .toList());
    }

    /** The first items, as many as there is room for: one at least. */
    private <T> List<T> firstOf(List<T> items, List<Integer> lengths) {
        int room = LIST_CHARACTERS;
        int count = 0;
        while (count < items.size() && (count == 0 || room >= lengths.get(count))) {
            room -= lengths.get(count++);
        }
        cut |= count < items.size();
        return items.subList(0, count);
    }
}
