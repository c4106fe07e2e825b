package io.patchline.executor.placement;

import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.LineExcerpt;
import io.patchline.outcome.ErrorCode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a hunk's indentation is in the file, learned from the lines that they share. Code whose meaning is its indentation must not be
 * spoilt by a hunk that has another, so that what cannot be told for certain is refused.
 *
 * @param known the file's indentation for each of the hunk's; none where the file does not always have the same for it
 * @param more what the file has before the hunk's indentation everywhere; empty if there is no such
 * @param less what the hunk has before the file's indentation everywhere; empty if there is no such
 */
record Indentation(Map<String, String> known, String more, String less) {
    /** The same as in the file. */
    static final Indentation SAME = new Indentation(Map.of("", ""), "", "");

    static Indentation learned(List<String> hunk, List<String> file) {
        Map<String, Set<String>> seen = new HashMap<>();
        for (int i = 0; i < hunk.size(); i++) {
            if (!hunk.get(i).isBlank()) {
                seen.computeIfAbsent(of(hunk.get(i)), indentation -> new HashSet<>())
                        .add(of(file.get(i)));
            }
        }
        Map<String, String> known = new HashMap<>();
        seen.forEach((indentation, inFile) -> {
            if (inFile.size() == 1) {
                known.put(indentation, inFile.iterator().next());
            }
        });
        boolean consistent = known.size() == seen.size();
        return new Indentation(known, consistent ? shift(known, true) : "", consistent ? shift(known, false) : "");
    }

    /** What one side has before the other's indentation in every line: empty if there is no such. */
    private static String shift(Map<String, String> known, boolean file) {
        Set<String> shifts = new HashSet<>();
        known.forEach((inHunk, inFile) -> {
            String longer = file ? inFile : inHunk;
            String shorter = file ? inHunk : inFile;
            shifts.add(longer.endsWith(shorter) ? longer.substring(0, longer.length() - shorter.length()) : "");
        });
        return shifts.size() == 1 ? shifts.iterator().next() : "";
    }

    private boolean isSame() {
        return known.entrySet().stream().allMatch(pair -> pair.getKey().equals(pair.getValue()));
    }

    /** The line, without its end, as the file would indent it. */
    String translate(String line, Hunk hunk) throws EditRefusedException {
        String own = of(line);
        String body = line.substring(own.length());
        String inFile = known.get(own);
        if (body.isEmpty() || (isSame() && !known.isEmpty())) {
            return line;
        }
        if (inFile != null) {
            return inFile + body;
        }
        if (!more.isEmpty()) {
            return more + line;
        }
        if (!less.isEmpty() && own.startsWith(less)) {
            return line.substring(less.length());
        }
        throw new EditRefusedException(
                ErrorCode.CONTEXT_NOT_FOUND,
                hunk.title() + " fits only if indentation is ignored, and the indentation of \"" + LineExcerpt.of(line)
                        + "\" in the file cannot be determined. Repeat the file's indentation exactly.");
    }

    private static String of(String line) {
        String text = line.startsWith(Document.BYTE_ORDER_MARK) ? line.substring(1) : line;
        return text.substring(0, text.length() - text.stripLeading().length());
    }
}
