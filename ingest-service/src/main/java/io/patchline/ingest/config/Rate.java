package io.patchline.ingest.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often something may happen: so many times in a second, a minute or an hour, and as many at once. Written {@code 60/m}.
 *
 * @param times 1 to 1,000,000
 * @param period a second, a minute or an hour
 */
public record Rate(int times, Duration period) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,7})/([smh])");
    private static final int MOST = 1_000_000;

    public Rate {
        if (times < 1 || times > MOST) {
            throw new IllegalArgumentException("a rate is 1 to " + MOST + " times");
        }
    }

    /**
     * Reads {@code 60/m}, {@code 10/s}, {@code 1000/h}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Rate of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a rate is written like 60/m: a number, and s, m or h");
        }
        Duration period = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        return new Rate(Integer.parseInt(matcher.group(1)), period);
    }

    @Override
    public String toString() {
        String unit = period.toHours() > 0 ? "h" : period.toMinutes() > 0 ? "m" : "s";
        return times + "/" + unit;
    }
}
