package io.patchline.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a commit is not seen by whoever has the patch printed, a sentence each; none where all of it is. The same as on the console's pages
 * (docs/decisions/0192 and 0200).
 */
public final class NotShown {
    private static final Pattern HUNK = Pattern.compile("@@ -\\d+(?:,(\\d+))? \\+\\d+(?:,(\\d+))? @@.*");
    private static final Pattern BINARY = Pattern.compile("Binary files (?:.* )?differ");

    private final List<String> sentences = new ArrayList<>();

    private NotShown() {}

    /** @param commit the one that is judged */
    public static List<String> of(JsonNode patch, String commit) {
        NotShown notShown = new NotShown();
        JsonNode report = patch.path("outcome").path("report");
        notShown.addIf(!report.isObject(), "What it changed is not here.");
        if (report.isObject()) {
            notShown.addIf(patch.has("more"), "The outcome is shown in part.");
            notShown.addIf(
                    !report.path("git").path("commit").asText().equals(commit),
                    "What is shown is not of the commit that waits.");
            notShown.change(report);
            notShown.commits(report.path("git"));
        }
        return List.copyOf(notShown.sentences);
    }

    private void addIf(boolean so, String what) {
        if (so) {
            sentences.add(what);
        }
    }

    private void change(JsonNode report) {
        long cut = report.path("omitted").path("diffCharacters").asLong();
        long files = report.path("omitted").path("files").asLong();
        Lines lines = Lines.of(report.path("diff").asText());
        long added = sum(report.path("files"), "addedLines") - lines.added();
        long removed = sum(report.path("files"), "removedLines") - lines.removed();
        addIf(report.path("files").isEmpty() && files == 0, "No change is sentences.");
        addIf(cut > 0, "The diff is cut: " + cut + " characters of it, or more, are left out.");
        addIf(files > 0, files + " changed files are not listed.");
        addIf(
                added > 0 || removed > 0,
                "The diff lacks lines of the files listed: " + Math.max(0, added) + " added, " + Math.max(0, removed)
                        + " removed.");
        addIf(
                lines.binary() > 0,
                lines.binary()
                        + " files are binary, or said to be so by the repository: nothing of their contents is shown.");
    }

    private void commits(JsonNode git) {
        int count = Math.max(1, git.path("commits").size());
        long cut = sum(git.path("log"), "omittedCharacters");
        addIf(
                count > 1,
                count + " commits come to the branch. The diff is what they make together: what one of them adds and a"
                        + " later one takes away again is not in it.");
        addIf(git.path("log").size() != count, "What its commits say is not here.");
        addIf(cut > 0, cut + " characters, or more, of what its commits say are left out.");
    }

    private static long sum(JsonNode list, String field) {
        long sum = 0;
        for (JsonNode item : list) {
            sum += item.path(field).asLong();
        }
        return sum;
    }

    /** What a diff has: a removed line may well look like the head of a file, so the heads of hunks tell how many lines there are. */
    private record Lines(long added, long removed, long binary) {
        static Lines of(String diff) {
            long added = 0;
            long removed = 0;
            long binary = 0;
            long before = 0;
            long after = 0;
            for (String line : diff.split("\n", -1)) {
                Matcher hunk = HUNK.matcher(line);
                if (before <= 0 && after <= 0) {
                    binary += BINARY.matcher(line).matches() ? 1 : 0;
                    before = hunk.matches() ? number(hunk.group(1)) : 0;
                    after = hunk.matches() ? number(hunk.group(2)) : 0;
                } else if (line.startsWith("+")) {
                    added++;
                    after--;
                } else if (line.startsWith("-")) {
                    removed++;
                    before--;
                } else if (!line.startsWith("\\")) {
                    before--;
                    after--;
                }
            }
            return new Lines(added, removed, binary);
        }

        private static long number(@Nullable String text) {
            return text == null ? 1 : Long.parseLong(text);
        }
    }
}
