package io.patchline.ingest.reading;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text that is a diff and nothing else.
 *
 * <p>It must begin as a diff, blank lines and a Markdown fence around the whole apart. That a text has diff lines somewhere in it proves
 * nothing: a script may write a diff in a here-document, and prose may quote one. Nor does the first line alone: {@code diff --git a b} is
 * also a command. No shell script begins with what is asked for here.
 *
 * @param text the diff as it was submitted, without the fence
 * @param namesFiles whether it says which files it is about
 */
record DiffText(String text, boolean namesFiles) {
    private static final Pattern HUNK =
            Pattern.compile("@@( -\\d+(,\\d+)? \\+\\d+(,\\d+)? @@.*| .*|\\s*)", Pattern.DOTALL);
    private static final Pattern HUNK_LINE = Pattern.compile("[-+ @\\\\].*|\\s*", Pattern.DOTALL);
    private static final Pattern AFTER_GIT_HEADER = Pattern.compile(
            "(--- |index [0-9a-f]|(old|new|deleted file|new file) mode \\d|(dis)?similarity index \\d"
                    + "|(rename|copy) from |GIT binary patch|Binary files |@@ -\\d).*",
            Pattern.DOTALL);
    private static final String FENCE = "```";

    /** The diff that this text is; nothing if it is something else. */
    static Optional<DiffText> of(String text) {
        String bare = withoutFence(text);
        List<String> lines =
                Arrays.stream(bare.split("\n", -1)).dropWhile(String::isBlank).toList();
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        if (lines.getFirst().strip().equals("*** Begin Patch") || beginsWithHeaders(lines)) {
            return Optional.of(new DiffText(bare, true));
        }
        return isOnlyHunks(lines) ? Optional.of(new DiffText(bare, false)) : Optional.empty();
    }

    private static boolean beginsWithHeaders(List<String> lines) {
        String first = lines.getFirst();
        if (first.startsWith("diff --git ")) {
            return lines.size() > 1 && AFTER_GIT_HEADER.matcher(lines.get(1)).matches();
        }
        int skipped = first.startsWith("diff ") ? 1 : isSubversionHeader(lines) ? 2 : 0;
        return lines.size() > skipped + 2
                && lines.get(skipped).startsWith("--- ")
                && lines.get(skipped + 1).startsWith("+++ ")
                && lines.stream()
                        .skip(skipped + 2)
                        .anyMatch(line -> HUNK.matcher(line).matches());
    }

    private static boolean isSubversionHeader(List<String> lines) {
        return lines.size() > 1
                && lines.getFirst().startsWith("Index: ")
                && lines.get(1).startsWith("====");
    }

    private static boolean isOnlyHunks(List<String> lines) {
        return HUNK.matcher(lines.getFirst()).matches()
                && lines.stream().allMatch(line -> HUNK_LINE.matcher(line).matches())
                && lines.stream().anyMatch(line -> line.startsWith("+") || line.startsWith("-"));
    }

    /** What stands between a first line {@code ```} or {@code ```diff} and a last line {@code ```}; else the text as it is. */
    private static String withoutFence(String text) {
        String trimmed = text.strip();
        int firstEnd = trimmed.indexOf('\n');
        boolean fenced = firstEnd > 0
                && trimmed.substring(0, firstEnd).strip().matches(FENCE + "\\w*")
                && trimmed.endsWith("\n" + FENCE);
        return fenced ? trimmed.substring(firstEnd + 1, trimmed.length() - FENCE.length()) : text;
    }
}
