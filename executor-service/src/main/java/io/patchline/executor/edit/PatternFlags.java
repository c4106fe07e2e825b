package io.patchline.executor.edit;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.LineExcerpt;
import io.patchline.executor.diff.WorkLimit;
import java.util.Map;
import java.util.TreeMap;

/** Finds out whether an expression that matches nothing would match with a flag that tools for lines set by themselves. */
final class PatternFlags {
    /** Longer files are not tried. */
    private static final int MOST_CHARACTERS = 200_000;

    private static final Map<String, String> FLAGS = new TreeMap<>(Map.of(
            "(?m)", "^ and $ stand for the begin and end of each line",
            "(?s)", ". stands for line breaks too",
            "(?ms)", "^ and $ stand for the begin and end of each line, and . for line breaks too",
            "(?i)", "upper and lower case are the same"));

    private PatternFlags() {}

    /** A sentence with a blank after it; empty if no flag helps. */
    static String suggest(String pattern, String text, WorkLimit work) throws EditRefusedException {
        if (text.length() > MOST_CHARACTERS) {
            return "";
        }
        for (String flags : new String[] {"(?m)", "(?s)", "(?ms)", "(?i)"}) {
            if (matches(flags + pattern, text, work)) {
                return "It would match as \"" + LineExcerpt.of(flags + pattern) + "\": with " + flags + ", "
                        + FLAGS.get(flags) + ". ";
            }
        }
        return "";
    }

    private static boolean matches(String pattern, String text, WorkLimit work) throws EditRefusedException {
        try {
            PatternSize.check(pattern, text.length());
            Pattern compiled = Pattern.compile(pattern);
            return !compiled.matches("")
                    && compiled.matcher(new MeteredText(text, work, PatternSize.size(pattern)))
                            .find();
        } catch (PatternSyntaxException e) {
            // It is refused for that itself.
            return false;
        } catch (MeteredText.Exhausted exhausted) {
            throw exhausted.refusal();
        }
    }
}
