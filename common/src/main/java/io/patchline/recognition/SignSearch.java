package io.patchline.recognition;

import io.patchline.recognition.Sign.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the signs of a patch text, wherever they stand in a text, and whatever stands before them on their lines. */
final class SignSearch {
    /** What may stand before a sign on its line: a number, and quotes, blanks, marks of quoting and comments. */
    private static final String PREFIX = "^(?<prefix>(?:\\s*\\d{1,6}(?=[\\s:|.)\\]]))?[^\\p{L}\\p{N}]{0,24}?)";

    private static final String ANYWHERE = "(?<prefix>^.*?)";
    private static final String COUNTS = "\\d+(?:,\\d+)?";

    /** A sign that one line is. */
    private record OneLine(Kind kind, Pattern pattern) {}

    /** A sign that a line is if another follows, blank lines apart. */
    private record Followed(Kind kind, Pattern pattern, Pattern next) {}

    private static final List<OneLine> ONE_LINE = List.of(
            new OneLine(Kind.V4A_BEGIN, Pattern.compile(ANYWHERE + "(?i:\\*{3} *Begin Patch\\b)")),
            new OneLine(Kind.V4A_END, Pattern.compile(ANYWHERE + "(?i:\\*{3} *End Patch\\b)")),
            new OneLine(Kind.V4A_FILE, Pattern.compile(ANYWHERE + "(?i:\\*{3} *(?:Add|Update|Delete) File:)")),
            new OneLine(Kind.SEARCH, Pattern.compile(ANYWHERE + "(?:<{5,9}|-{5,9}) *SEARCH\\b")),
            new OneLine(Kind.REPLACE, Pattern.compile(ANYWHERE + "(?:>{5,9}|\\+{5,9}) *REPLACE\\b")),
            new OneLine(Kind.COMBINED, Pattern.compile(PREFIX + "(?:diff --(?:cc|combined) \\S|@@@+ -\\d)")),
            new OneLine(Kind.HUNK, Pattern.compile(ANYWHERE + "@@ -" + COUNTS + " \\+" + COUNTS)),
            new OneLine(Kind.BARE_HUNK, Pattern.compile(PREFIX + "@@(?:\\s|$)")),
            new OneLine(
                    Kind.GIT_EXTENDED,
                    Pattern.compile(
                            PREFIX
                                    + "(?:index [0-9a-f]{3,40}\\.\\.[0-9a-f]{3,40}|(?:old|new|deleted file|new file) mode [01]\\d{5}\\s*$|(?:dis)?similarity index \\d+%)")),
            new OneLine(
                    Kind.BINARY,
                    Pattern.compile(PREFIX + "(?:GIT binary patch\\s*$|Binary files \\S.* and \\S.* differ)")),
            new OneLine(
                    Kind.STATISTICS,
                    Pattern.compile(
                            PREFIX
                                    + "\\d+ files? changed(?:, \\d+ insertions?\\(\\+\\))?(?:, \\d+ deletions?\\(-\\))?\\s*$")));

    private static final List<Followed> FOLLOWED = List.of(
            new Followed(
                    Kind.GIT_HEADER,
                    Pattern.compile(PREFIX + "diff --git \\S"),
                    Pattern.compile(
                            PREFIX + "(?:--- |index [0-9a-f]|(?:old|new|deleted file|new file) mode \\d"
                                    + "|(?:dis)?similarity index \\d|(?:rename|copy) (?:from|to|old|new) |GIT binary patch|Binary files |@@ -\\d|diff --git )")),
            new Followed(
                    Kind.FILE_HEADER,
                    Pattern.compile(PREFIX + "---(?: |$)"),
                    Pattern.compile(PREFIX + "\\+\\+\\+(?: |$)")),
            new Followed(
                    Kind.NEW_NAME_ONLY,
                    Pattern.compile(PREFIX + "\\+\\+\\+ \\S"),
                    Pattern.compile(PREFIX + "@@(?:\\s|$)")),
            new Followed(
                    Kind.CONTEXT,
                    Pattern.compile(PREFIX + "\\*{15}(?:\\s|$)"),
                    Pattern.compile(PREFIX + "\\*{3} " + COUNTS + " \\*{4}")),
            new Followed(Kind.CONTEXT, Pattern.compile(PREFIX + "\\*{3} \\S"), Pattern.compile(PREFIX + "--- \\S.*")),
            new Followed(
                    Kind.NORMAL,
                    Pattern.compile("^(?<prefix>[^\\p{L}\\p{N}]{0,24}?)" + COUNTS + "[acd]" + COUNTS + "\\s*$"),
                    Pattern.compile("^[^\\p{L}\\p{N}]{0,24}?[<>](?: |$)")),
            new Followed(
                    Kind.RENAME,
                    Pattern.compile(PREFIX + "(?:rename|copy) from \\S"),
                    Pattern.compile(PREFIX + "(?:rename|copy) to \\S")));

    /** A command of ed, whose text ends with a dot; one of RCS's format has its number of lines. */
    private static final Pattern ED_COMMAND = Pattern.compile("^(?<prefix>\\s*)" + COUNTS + "[ac]\\s*$");

    private static final Pattern RCS_COMMAND = Pattern.compile("^(?<prefix>\\s*)[ad]\\d+ \\d+\\s*$");
    private static final Pattern CONFLICT_BEGIN = Pattern.compile("^(?<prefix>\\s*)<{7}(?: \\S.*)?$");
    private static final Pattern CONFLICT_END = Pattern.compile("^\\s*>{7}(?: \\S.*)?$");

    private final List<String> lines;

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
                .flatMap(sign -> found(sign.kind(), sign.pattern(), line, index).stream())
                .findFirst();
    }

    private Optional<Sign> followed(String line, int index) {
        return FOLLOWED.stream()
                .flatMap(sign -> found(sign.kind(), sign.pattern(), line, index).stream()
                        .filter(found -> sign.next().matcher(after(index)).find()))
                .findFirst();
    }

    private Optional<Sign> rare(String line, int index) {
        Optional<Sign> ed = found(Kind.ED_SCRIPT, ED_COMMAND, line, index)
                .filter(sign -> isFollowedByDot(index))
                .or(() -> found(Kind.ED_SCRIPT, RCS_COMMAND, line, index));
        return ed.or(() -> found(Kind.CONFLICT, CONFLICT_BEGIN, line, index)
                .filter(sign -> lines.stream()
                        .skip(index)
                        .anyMatch(end -> CONFLICT_END.matcher(end).matches())));
    }

    private boolean isFollowedByDot(int index) {
        return lines.stream().skip(index).anyMatch(line -> line.strip().equals("."));
    }

    private static Optional<Sign> found(Kind kind, Pattern pattern, String line, int index) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Optional.of(new Sign(kind, index, matcher.group("prefix"))) : Optional.empty();
    }

    /** The next line that is not blank; empty at the end. */
    private String after(int index) {
        return lines.stream()
                .skip(index + 1L)
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("");
    }
}
