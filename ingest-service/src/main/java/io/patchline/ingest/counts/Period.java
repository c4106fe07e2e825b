package io.patchline.ingest.counts;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** By what is counted. */
enum Period {
    MINUTE(ChronoUnit.MINUTES, 24 * 60, 60),
    HOUR(ChronoUnit.HOURS, 31 * 24, 24);

    private final ChronoUnit unit;
    private final int kept;
    private final int usual;

    Period(ChronoUnit unit, int kept, int usual) {
        this.unit = unit;
        this.kept = kept;
        this.usual = usual;
    }

    static Optional<Period> of(String name) {
        return Arrays.stream(values())
                .filter(period -> period.wireName().equals(name))
                .findFirst();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many are kept. */
    int kept() {
        return kept;
    }

    /** How many are told if nobody says how many. */
    int usual() {
        return usual;
    }

    /** The beginning of the one that this moment is in. */
    Instant beginOf(Instant time) {
        return time.truncatedTo(unit);
    }

    Instant plus(Instant begin, int number) {
        return begin.plus(number, unit);
    }
}
