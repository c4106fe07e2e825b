package io.patchline.executor.git;

import io.patchline.executor.git.message.EscapedText;
import io.patchline.executor.git.remote.RunTrailers;
import io.patchline.executor.git.tree.CommitText;
import io.patchline.message.PatchMessage;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the commits of patches say: who, when, what, and which run. */
final class CommitMessages {
    private static final int LONGEST_SUBJECT = 200;

    /** A description may have any length, and whoever looks for trailers reads the messages of many commits. */
    private static final int LONGEST_BODY = 20_000;

    private static final int MOST_NAMED = 3;

    /** A name that nobody can own (RFC 2606). */
    static final String ADDRESS = "patchline@patchline.invalid";

    private final Clock clock;

    CommitMessages(Clock clock) {
        this.clock = clock;
    }

    /** Of what a patch's actions made. */
    CommitText of(PatchMessage message) {
        Patch patch = message.patch();
        String[] parts = words(patch).orElseGet(() -> plain(summary(patch))).split("\n", 2);
        return text(message, subject(parts[0]), parts.length == 2 ? parts[1] : "");
    }

    /** Of the undoing of a commit. */
    CommitText ofRevert(PatchMessage message, String messageOfReverted, PatchAction.Revert revert) {
        String subject =
                subject("Revert \"" + messageOfReverted.lines().findFirst().orElse("") + "\"");
        String why = words(message.patch()).map(words -> "\n\n" + words).orElse("");
        return text(
                message, subject, "This reverts commit " + revert.commit() + " of patch " + revert.patch() + "." + why);
    }

    /** Of a commit that is moved to another place: what it said. */
    CommitText moved(String message, Map<String, String> author) {
        Map<String, String> people = new java.util.HashMap<>(committer());
        people.putAll(author);
        return new CommitText(people, message);
    }

    /** What the submitter says of it; empty if that is nothing. */
    private static Optional<String> words(Patch patch) {
        return patch.commitOptions()
                .message()
                .or(patch::description)
                .map(CommitMessages::plain)
                .filter(words -> !words.isEmpty());
    }

    /** The one place where the words of others come beside the trailers. */
    private CommitText text(PatchMessage message, String subject, String body) {
        Map<String, String> people = new java.util.HashMap<>(committer());
        people.put("GIT_AUTHOR_NAME", name(message.source()));
        people.put("GIT_AUTHOR_EMAIL", ADDRESS);
        people.put("GIT_AUTHOR_DATE", date(message.acceptedAt()));
        String text = shortened(body.strip(), LONGEST_BODY);
        String paragraphs = EscapedText.of(text.isEmpty() ? subject : subject + "\n\n" + text);
        return new CommitText(people, paragraphs + "\n\n" + RunTrailers.of(message));
    }

    /** Author and committer of what no submitter has a part in. */
    Map<String, String> executor() {
        Map<String, String> people = new java.util.HashMap<>(committer());
        committer().forEach((name, value) -> people.put(name.replace("COMMITTER", "AUTHOR"), value));
        return people;
    }

    private Map<String, String> committer() {
        return Map.of(
                "GIT_COMMITTER_NAME",
                "Patchline",
                "GIT_COMMITTER_EMAIL",
                ADDRESS,
                "GIT_COMMITTER_DATE",
                date(clock.instant()));
    }

    private static String date(Instant instant) {
        return "@" + instant.getEpochSecond() + " +0000";
    }

    /** Git takes no name without a letter or digit, and leaves angle brackets out. */
    private static String name(String source) {
        String name = source.replaceAll("[<>\\p{Cntrl}]+", " ").strip();
        return name.matches(".*[\\p{L}\\p{N}].*") ? name : "unknown";
    }

    private static String subject(String line) {
        return shortened(line.replaceAll("\\p{Cntrl}+", " ").strip(), LONGEST_SUBJECT);
    }

    private static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    private static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]+", " ").strip();
    }

    private static String summary(Patch patch) {
        String all = patch.actions().stream()
                .limit(MOST_NAMED)
                .map(CommitMessages::summary)
                .collect(Collectors.joining("; "));
        return patch.actions().size() > MOST_NAMED
                ? all + " and " + (patch.actions().size() - MOST_NAMED) + " more"
                : all;
    }

    private static String summary(PatchAction action) {
        return switch (action) {
            case PatchAction.RunCommand run -> "Run " + firstLine(run.script());
            case PatchAction.WriteFile write -> "Write " + write.path();
            case PatchAction.DeleteFile delete -> "Delete " + delete.path();
            case PatchAction.ChangeMode change -> "Change the mode of " + change.path();
            case PatchAction.ReplaceText replace -> "Change " + replace.path();
            case PatchAction.ApplyDiff diff ->
                diff.target().map(path -> "Change " + path).orElse("Apply a diff");
            case PatchAction.Revert revert -> "Revert " + revert.patch();
        };
    }

    private static String firstLine(String script) {
        Optional<String> line = script.lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.startsWith("#"))
                .findFirst();
        return line.map(text -> text.length() > 72 ? text.substring(0, 72) + "…" : text)
                .orElse("a command");
    }
}
