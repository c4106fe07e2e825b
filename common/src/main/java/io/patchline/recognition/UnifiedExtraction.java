package io.patchline.recognition;

import io.patchline.recognition.Sign.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes a unified diff out of what stands around it. */
final class UnifiedExtraction {
    private static final Set<Kind> FIRST = EnumSet.of(
            Kind.GIT_HEADER,
            Kind.FILE_HEADER,
            Kind.NEW_NAME_ONLY,
            Kind.HUNK,
            Kind.BARE_HUNK,
            Kind.RENAME,
            Kind.BINARY,
            Kind.GIT_EXTENDED);
    private static final Set<Kind> NAMES =
            EnumSet.of(Kind.GIT_HEADER, Kind.FILE_HEADER, Kind.NEW_NAME_ONLY, Kind.RENAME, Kind.BINARY);
    private static final Set<Kind> CHANGES =
            EnumSet.of(Kind.HUNK, Kind.BARE_HUNK, Kind.RENAME, Kind.BINARY, Kind.GIT_EXTENDED, Kind.GIT_HEADER);

    /** What other programs write directly above the file's header. */
    private static final Pattern ABOVE = Pattern.compile("(?:Index: \\S|={20,}|diff -\\S* ).*", Pattern.DOTALL);

    private static final Pattern DELETED = Pattern.compile("\\+\\+\\+ /dev/null\\b.*", Pattern.DOTALL);

    private final List<String> lines;
    private final List<Sign> signs;

    UnifiedExtraction(List<String> lines, List<Sign> signs) {
        this.lines = lines;
        this.signs = signs;
    }

    Recognition read() throws DoubtException {
        Sign first = signs.stream()
                .filter(sign -> FIRST.contains(sign.kind()) && !PatchExtraction.isMentioned(sign))
                .findFirst()
                .orElseThrow(() -> new DoubtException(Refusals.NOT_ON_LINES_OF_ITS_OWN));
        if (first.prefix().codePoints().anyMatch(Character::isDigit)) {
            throw new DoubtException(Refusals.MARKED);
        }
        boolean quoted = isQuote(first.prefix());
        String prefix = quoted ? "" : first.prefix();
        int begin = begin(first, prefix);
        Wrapping wrapping = Wrapping.around(lines, begin, prefix);
        int end = wrapping.end();
        List<String> wrapped = quoted
                ? Quoting.removed(wrapping.lines(), first.prefix())
                : LinePrefix.removed(wrapping.lines(), prefix);
        List<String> diff = wrapped.subList(0, HunkLines.end(wrapped));
        List<Sign> inside = SignSearch.in(diff);
        refuseOthers(begin + diff.size());
        refuseWithoutChange(diff, inside);
        Surroundings.check(
                lines.subList(0, begin), lines.subList(Math.min(lines.size(), begin + diff.size()), lines.size()));
        Quoting.check(lines.subList(0, begin + 1), diff);
        boolean names = inside.stream().map(Sign::kind).anyMatch(NAMES::contains);
        String text = String.join("\n", diff);
        boolean whole = end == lines.size() && diff.size() == wrapped.size();
        return new Recognition.PatchText(PatchFormat.UNIFIED, whole ? text : text + "\n", names);
    }

    private static boolean isQuote(String prefix) {
        return prefix.equals("\"") || prefix.equals("'");
    }

    private int begin(Sign first, String prefix) {
        int begin = first.line();
        while (begin > 0
                && lines.get(begin - 1).startsWith(prefix)
                && ABOVE.matcher(lines.get(begin - 1).substring(prefix.length()))
                        .matches()) {
            begin--;
        }
        return begin;
    }

    /** A second diff after other text would be dropped. */
    private void refuseOthers(int end) throws DoubtException {
        boolean another = signs.stream()
                .filter(sign -> sign.line() >= end)
                .filter(sign -> sign.kind() != Kind.STATISTICS && sign.kind() != Kind.GIT_EXTENDED)
                .anyMatch(sign -> !PatchExtraction.isMentioned(sign));
        if (another) {
            throw new DoubtException(Refusals.SEVERAL);
        }
    }

    private static void refuseWithoutChange(List<String> diff, List<Sign> inside) throws DoubtException {
        if (inside.stream().map(Sign::kind).noneMatch(CHANGES::contains)) {
            boolean deletes =
                    diff.stream().anyMatch(line -> DELETED.matcher(line).matches());
            throw new DoubtException(deletes ? Refusals.NO_LINES_OF_DELETED : Refusals.NO_HUNK);
        }
    }
}
