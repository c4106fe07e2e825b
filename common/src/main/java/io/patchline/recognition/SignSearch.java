package io.patchline.recognition;

import io.patchline.recognition.Sign.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the signs of a patch text, wherever they stand in a text, and whatever stands before them on their lines. */
final class SignSearch {
    /** What may stand before a sign on its line: a number, and quotes, blanks, marks of quoting and comments. */
    private static final String PREFIX = "^(?<prefix>(?:\\s*\\d{1,6}(?=[\\s:|.)\\]]))?[^\\p{L}\\p{N}]{0,24}?)";

    private static final String ANYWHERE = "(?s)(?<prefix>^.*?)";
    private static final String COUNTS = "\\d+(?:,\\d+)?";

    /** A sign that one line is. */
    private record OneLine(Kind kind, SignPattern line) {}

    /** A sign that a line is if another follows, blank lines apart. */
    private record Followed(Kind kind, SignPattern line, Pattern next) {}

    /**
     * What a line with a sign looks like.
     *
     * @param words one of them is in each line that the pattern finds: no other line, and most are none, costs more than a search for them
     */
    private record SignPattern(Pattern pattern, List<String> words) {
        static SignPattern of(String pattern, String... words) {
            return new SignPattern(Pattern.compile(pattern), List.of(words));
        }

        boolean mayBeIn(String line) {
            for (String word : words) {
                if (line.contains(word)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final List<OneLine> ONE_LINE = List.of(
            new OneLine(Kind.V4A_BEGIN, SignPattern.of(ANYWHERE + "(?i:\\*{3} *Begin Patch\\b)", "***")),
            new OneLine(Kind.V4A_END, SignPattern.of(ANYWHERE + "(?i:\\*{3} *End Patch\\b)", "***")),
            new OneLine(Kind.V4A_FILE, SignPattern.of(ANYWHERE + "(?i:\\*{3} *(?:Add|Update|Delete) File:)", "***")),
            new OneLine(Kind.SEARCH, SignPattern.of(ANYWHERE + "(?:<{5,9}|-{5,9}) *SEARCH\\b", "SEARCH")),
            new OneLine(Kind.REPLACE, SignPattern.of(ANYWHERE + "(?:>{5,9}|\\+{5,9}) *REPLACE\\b", "REPLACE")),
            new OneLine(
                    Kind.COMBINED,
                    SignPattern.of(PREFIX + "(?:diff --(?:cc|combined) \\S|@@@+ -\\d)", "diff --c", "@@@")),
            new OneLine(
                    Kind.CONTEXT,
                    SignPattern.of(ANYWHERE + "\\*{15}\\s+\\*{3} " + COUNTS + " \\*{4}", "***************")),
            new OneLine(Kind.HUNK, SignPattern.of(ANYWHERE + "@@ -" + COUNTS + " \\+" + COUNTS, "@@ -")),
            new OneLine(Kind.BARE_HUNK, SignPattern.of(PREFIX + "@@(?:\\s|$)", "@@")),
            new OneLine(
                    Kind.GIT_EXTENDED,
                    SignPattern.of(
                            PREFIX
                                    + "(?:index [0-9a-f]{3,40}\\.\\.[0-9a-f]{3,40}|(?:old|new|deleted file|new file) mode [01]\\d{5}\\s*$|(?:dis)?similarity index \\d+%)",
                            "index ",
                            " mode ")),
            new OneLine(
                    Kind.BINARY,
                    SignPattern.of(
                            PREFIX + "(?:GIT binary patch\\s*$|Binary files \\S(?>.*? and \\S).* differ)",
                            "GIT binary patch",
                            "Binary files ")),
            new OneLine(
                    Kind.STATISTICS,
                    SignPattern.of(
                            PREFIX
                                    + "\\d+ files? changed(?:, \\d+ insertions?\\(\\+\\))?(?:, \\d+ deletions?\\(-\\))?\\s*$",
                            " changed")));

    private static final List<Followed> FOLLOWED = List.of(
            new Followed(
                    Kind.GIT_HEADER,
                    SignPattern.of(PREFIX + "diff --git \\S", "diff --git "),
                    Pattern.compile(
                            PREFIX + "(?:--- |index [0-9a-f]|(?:old|new|deleted file|new file) mode \\d"
                                    + "|(?:dis)?similarity index \\d|(?:rename|copy) (?:from|to|old|new) |GIT binary patch|Binary files |@@ -\\d|diff --git )")),
            new Followed(
                    Kind.FILE_HEADER,
                    SignPattern.of(PREFIX + "---(?: |$)", "---"),
                    Pattern.compile(PREFIX + "\\+\\+\\+(?: |$)")),
            new Followed(
                    Kind.NEW_NAME_ONLY,
                    SignPattern.of(PREFIX + "\\+\\+\\+ \\S", "+++ "),
                    Pattern.compile(PREFIX + "@@(?:\\s|$)")),
            new Followed(
                    Kind.CONTEXT,
                    SignPattern.of(PREFIX + "\\*{15}(?:\\s|$)", "***************"),
                    Pattern.compile(PREFIX + "\\*{3} " + COUNTS + " \\*{4}")),
            new Followed(
                    Kind.CONTEXT, SignPattern.of(PREFIX + "\\*{3} \\S", "*** "), Pattern.compile(PREFIX + "--- \\S.*")),
            new Followed(
                    Kind.NORMAL,
                    SignPattern.of(
                            "^(?<prefix>[^\\p{L}\\p{N}]{0,24}?)" + COUNTS + "[acd]" + COUNTS + "\\s*$", "a", "c", "d"),
                    Pattern.compile("^[^\\p{L}\\p{N}]{0,24}?[<>](?: |$)")),
            new Followed(
                    Kind.RENAME,
                    SignPattern.of(PREFIX + "(?:rename|copy) from \\S", "rename from ", "copy from "),
                    Pattern.compile(PREFIX + "(?:rename|copy) to \\S")));

    /** A command of ed, whose text ends with a dot; one of RCS's format has its number of lines. */
    private static final SignPattern ED_COMMAND = SignPattern.of("^(?<prefix>\\s*)" + COUNTS + "[ac]\\s*$", "a", "c");

    private static final SignPattern RCS_COMMAND = SignPattern.of("^(?<prefix>\\s*)[ad]\\d+ \\d+\\s*$", "a", "d");
    private static final SignPattern CONFLICT_BEGIN = SignPattern.of("^(?<prefix>\\s*)<{7}(?: \\S.*)?$", "<<<<<<<");
    private static final Pattern CONFLICT_END = Pattern.compile("^\\s*>{7}(?: \\S.*)?$");

    private static final int NOT_KNOWN = -2;

    private final List<String> lines;

    /** The line that comes next and is not blank, as looked for last. */
    private int next;

    private int lastDot = NOT_KNOWN;
    private int lastConflictEnd = NOT_KNOWN;

    private SignSearch(List<String> lines) {
        this.lines = lines;
    }

    /** The signs in these lines, in their order; of two on one line the first that is known of {@link Kind}. */
    static List<Sign> in(List<String> lines) {
        return new SignSearch(lines).signs();
    }

    /** The signs in this text. */
    static List<Sign> in(String text) {
        return in(TextLines.plain(text));
    }

    private List<Sign> signs() {
        List<Sign> signs = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int index = i;
            if (!line.isBlank()) {
                oneLine(line, index)
                        .or(() -> followed(line, index))
                        .or(() -> rare(line, index))
                        .ifPresent(signs::add);
            }
        }
        return signs;
    }

    private static Optional<Sign> oneLine(String line, int index) {
        return ONE_LINE.stream()
                .flatMap(sign -> found(sign.kind(), sign.line(), line, index).stream())
                .findFirst();
    }

    private Optional<Sign> followed(String line, int index) {
        return FOLLOWED.stream()
                .flatMap(sign -> found(sign.kind(), sign.line(), line, index).stream()
                        .filter(found -> sign.next().matcher(after(index)).find()))
                .findFirst();
    }

    private Optional<Sign> rare(String line, int index) {
        Optional<Sign> ed = found(Kind.ED_SCRIPT, ED_COMMAND, line, index)
                .filter(sign -> isFollowedByDot(index))
                .or(() -> found(Kind.ED_SCRIPT, RCS_COMMAND, line, index));
        return ed.or(
                () -> found(Kind.CONFLICT, CONFLICT_BEGIN, line, index).filter(sign -> isFollowedByConflictEnd(index)));
    }

    private boolean isFollowedByConflictEnd(int index) {
        if (lastConflictEnd == NOT_KNOWN) {
            lastConflictEnd = last(line -> CONFLICT_END.matcher(line).matches());
        }
        return lastConflictEnd >= index;
    }

    private boolean isFollowedByDot(int index) {
        if (lastDot == NOT_KNOWN) {
            lastDot = last(line -> line.strip().equals("."));
        }
        return lastDot >= index;
    }

    /** The index of the last such line; -1 if there is none. */
    private int last(Predicate<String> wanted) {
        int at = lines.size() - 1;
        while (at >= 0 && !wanted.test(lines.get(at))) {
            at--;
        }
        return at;
    }

    private static Optional<Sign> found(Kind kind, SignPattern sign, String line, int index) {
        if (!sign.mayBeIn(line)) {
            return Optional.empty();
        }
        Matcher matcher = sign.pattern().matcher(line);
        return matcher.find() ? Optional.of(new Sign(kind, index, matcher.group("prefix"))) : Optional.empty();
    }

    /** The next line that is not blank; empty at the end. Asked in the order of the lines. */
    private String after(int index) {
        if (next <= index) {
            next = index + 1;
            while (next < lines.size() && lines.get(next).isBlank()) {
                next++;
            }
        }
        return next < lines.size() ? lines.get(next) : "";
    }
}
