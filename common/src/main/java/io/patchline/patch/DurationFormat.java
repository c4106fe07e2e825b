package io.patchline.patch;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How people write a length of time: whole numbers with the units {@code d}, {@code h}, {@code m}, {@code s} and {@code ms}, the larger
 * before the smaller ({@code 90s}, {@code 10m}, {@code 1h30m}), or ISO 8601 ({@code PT1H30M}).
 */
public final class DurationFormat {
    private static final Pattern UNITS =
            Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

    private DurationFormat() {}

    /**
     * @throws IllegalArgumentException if the text is anything else, negative, or has a number of more than nine digits
     */
    public static Duration parse(String text) {
        Matcher units = UNITS.matcher(text);
        if (!text.isEmpty() && units.matches()) {
            return Duration.ofDays(number(units, 1))
                    .plusHours(number(units, 2))
                    .plusMinutes(number(units, 3))
                    .plusSeconds(number(units, 4))
                    .plusMillis(number(units, 5));
        }
        return iso(text);
    }

    /** The shortest text that {@link #parse} reads as this length of time, to the millisecond: {@code 1h30m}, {@code 0s}. */
    public static String write(Duration duration) {
        String text = part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s")
                + part(duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text;
    }

    private static Duration iso(String text) {
        try {
            Duration duration = Duration.parse(text);
            Text.require(!duration.isNegative(), "duration", "must not be negative");
            return duration;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "duration must be written like \"90s\", \"10m\", \"1h30m\" or \"PT90S\"", e);
        }
    }

    private static long number(Matcher units, int group) {
        return units.group(group) == null ? 0 : Long.parseLong(units.group(group));
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }
}
