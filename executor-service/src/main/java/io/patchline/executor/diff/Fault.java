package io.patchline.executor.diff;

import io.patchline.outcome.ErrorCode;
import java.nio.charset.StandardCharsets;

/**
 * One reason why an edit cannot be made.
 *
 * @param detail what is wrong, where, and how to put it right, for a person or a model to read
 */
public record Fault(ErrorCode code, String detail) {
    /** The longest detail, in bytes of UTF-8: what a model reads beside its own patch. */
    static final int MAX_BYTES = 1_000;

    public Fault {
        detail = bounded(detail);
    }

    /** Whole lines, as many as fit; of a first line that is too long, its beginning. */
    private static String bounded(String detail) {
        if (bytes(detail) <= MAX_BYTES) {
            return detail;
        }
        StringBuilder kept = new StringBuilder();
        int left = MAX_BYTES - 4;
        for (String line : detail.split("\n", -1)) {
            left -= bytes(line) + 1;
            if (left < 0) {
                break;
            }
            kept.append(line).append('\n');
        }
        return kept.isEmpty() ? beginning(detail) + "…" : kept + "…";
    }

    private static String beginning(String detail) {
        int end = Math.min(detail.length(), MAX_BYTES);
        while (bytes(detail.substring(0, end)) > MAX_BYTES - 3) {
            end -= Character.isLowSurrogate(detail.charAt(end - 1)) ? 2 : 1;
        }
        return detail.substring(0, end);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
