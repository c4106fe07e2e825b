package io.patchline.recognition;

import io.patchline.recognition.Sign.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a patch in the format of {@code apply_patch} out of what stands around it. */
final class V4aExtraction {
    private static final String BEGIN = "*** Begin Patch";
    private static final String END = "*** End Patch";
    private static final Pattern BEGIN_LINE = Pattern.compile(
            "(?<prefix>[^\\p{L}\\p{N}]*?)(?<call>(?:\\w{1,64} +-l?c +[\"'])?apply_?-?patch +[\"'])?(?i:\\*{3} *Begin Patch)\\s*");
    private static final Pattern END_LINE =
            Pattern.compile("(?<prefix>[^\\p{L}\\p{N}]*?)(?i:\\*{3} *End Patch)(?<closing>[\"'`)\\s]*)");

    private final List<String> lines;
    private final List<Sign> signs;

    V4aExtraction(List<String> lines, List<Sign> signs) {
        this.lines = lines;
        this.signs = signs;
    }

    Recognition read() throws DoubtException {
        int begin = line(Kind.V4A_BEGIN, BEGIN_LINE, false);
        if (begin < 0) {
            throw new DoubtException(Refusals.NO_BEGIN);
        }
        int end = line(Kind.V4A_END, END_LINE, true);
        if (end < begin) {
            throw new DoubtException(Refusals.NO_END);
        }
        if (signs.stream().anyMatch(sign -> isAnother(sign, begin, end))) {
            throw new DoubtException(Refusals.SEVERAL);
        }
        Surroundings.check(lines.subList(0, begin), lines.subList(end + 1, lines.size()));
        List<String> patch = new ArrayList<>(LinePrefix.removed(lines.subList(begin + 1, end), prefix(begin)));
        Quoting.check(lines.subList(0, begin + 1), patch);
        patch.addFirst(BEGIN);
        patch.add(END);
        return new Recognition.PatchText(PatchFormat.V4A, String.join("\n", patch) + "\n", true);
    }

    /** The first or last line of this kind that is nothing else; -1 if there is none. */
    private int line(Kind kind, Pattern pattern, boolean last) {
        return signs.stream()
                .filter(sign -> sign.kind() == kind)
                .filter(sign -> pattern.matcher(lines.get(sign.line())).matches())
                .mapToInt(Sign::line)
                .reduce((first, second) -> last ? second : first)
                .orElse(-1);
    }

    /** What stands before the first line, unless it is a quote that opens there. */
    private String prefix(int begin) {
        Matcher first = BEGIN_LINE.matcher(lines.get(begin));
        String prefix = first.matches() && first.group("call") == null ? first.group("prefix") : "";
        return prefix.endsWith("\"") || prefix.endsWith("'") || prefix.endsWith("`") ? "" : prefix;
    }

    private static boolean isAnother(Sign sign, int begin, int end) {
        boolean outside = sign.line() < begin || sign.line() > end;
        return outside
                && !PatchExtraction.isMentioned(sign)
                && sign.kind() != Kind.STATISTICS
                && sign.kind() != Kind.V4A_END;
    }
}
