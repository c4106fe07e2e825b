package io.patchline.ingest.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a client is willing to wait for the outcome: {@code Prefer: wait=20} or {@code ?wait=20}, in seconds. (Source: RFC 7240, 4.3.) */
public final class WaitPreference {
    /** Nobody waits longer: GPT actions give up at 45 seconds. */
    public static final Duration LONGEST = Duration.ofSeconds(40);

    private static final Pattern WAIT =
            Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,9})\"?", Pattern.CASE_INSENSITIVE);

    private WaitPreference() {}

    /** The wait in these {@code Prefer} headers, cut to {@link #LONGEST}; empty if there is none. */
    public static Optional<Duration> in(List<String> preferHeaders) {
        return preferHeaders.stream()
                .map(WAIT::matcher)
                .filter(Matcher::find)
                .map(matcher -> ofSeconds(Long.parseLong(matcher.group(1))))
                .filter(Duration::isPositive)
                .findFirst();
    }

    /** This many seconds, cut to {@link #LONGEST}. */
    public static Duration ofSeconds(long seconds) {
        return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST.toSeconds()));
    }
}
