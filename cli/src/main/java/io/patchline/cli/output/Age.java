package io.patchline.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Spans of time in one unit, as {@code kubectl} tells them: {@code 42s}, {@code 5m}, {@code 3h}, {@code 12d}. */
public final class Age {
    private Age() {}

    /** The time from a moment as the API has it until now; {@code -} if it has none. */
    public static String since(String moment, Instant now) {
        try {
            return of(Duration.between(Instant.parse(moment), now));
        } catch (DateTimeParseException e) {
            return "-";
        }
    }

    public static String of(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 120) {
            return seconds + "s";
        }
        if (seconds < 7200) {
            return seconds / 60 + "m";
        }
        return seconds < 172_800 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}
