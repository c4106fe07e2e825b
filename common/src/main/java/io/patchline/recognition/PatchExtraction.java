package io.patchline.recognition;

import io.patchline.recognition.Sign.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes a patch text out of what stands around it, or says why that would be guessing. */
final class PatchExtraction {
    private static final Set<Kind> V4A = EnumSet.of(Kind.V4A_BEGIN, Kind.V4A_FILE);
    private static final Set<Kind> BLOCKS = EnumSet.of(Kind.SEARCH, Kind.REPLACE);

    /** What may stand before the first line of a patch text of any format, and proves none. */
    private static final Set<Kind> SECONDARY = EnumSet.of(Kind.V4A_END, Kind.STATISTICS, Kind.GIT_EXTENDED);

    private static final Set<Kind> UNIFIED = EnumSet.of(
            Kind.GIT_HEADER, Kind.FILE_HEADER, Kind.NEW_NAME_ONLY, Kind.HUNK, Kind.BARE_HUNK, Kind.RENAME, Kind.BINARY);

    private final List<String> lines;
    private final List<Sign> signs;

    /**
     * @param signs those of the text: at least one
     */
    PatchExtraction(String text, List<Sign> signs) {
        List<String> submitted = TextLines.of(text);
        boolean coloured = signs.stream().map(Sign::line).map(submitted::get).anyMatch(TextLines::hasColours);
        this.lines = coloured ? TextLines.of(TextLines.withoutColours(text)) : submitted;
        this.signs = signs;
    }

    Recognition read() {
        Optional<Kind> first = signs.stream()
                .filter(sign -> !SECONDARY.contains(sign.kind()))
                .filter(sign -> !isMentioned(sign))
                .map(Sign::kind)
                .findFirst();
        if (first.isEmpty()) {
            return unusable(
                    signs.stream().allMatch(sign -> SECONDARY.contains(sign.kind()))
                            ? Refusals.fragment(signs.getFirst().kind())
                            : Refusals.NOT_ON_LINES_OF_ITS_OWN);
        }
        Kind kind = first.get();
        try {
            if (V4A.contains(kind)) {
                return new V4aExtraction(lines, signs).read();
            }
            if (BLOCKS.contains(kind)) {
                return new BlockExtraction(lines, signs).read();
            }
            return UNIFIED.contains(kind) ? new UnifiedExtraction(lines, signs).read() : unusable(Refusals.other(kind));
        } catch (DoubtException doubt) {
            return unusable(doubt.detail());
        }
    }

    /** Whether words stand before it on its line: a sentence speaks of it. */
    static boolean isMentioned(Sign sign) {
        return sign.prefix().codePoints().anyMatch(Character::isLetter);
    }

    private static Recognition unusable(String detail) {
        return new Recognition.Unusable(detail + Refusals.NOT_RUN);
    }
}
