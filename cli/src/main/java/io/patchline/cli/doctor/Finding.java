package io.patchline.cli.doctor;

import java.time.Duration;
import java.util.Optional;

/**
 * What was seen of one link of the chain.
 *
 * @param link its name, stable, for monitors
 * @param grade how it is
 * @param code what is wrong, in one word, stable; {@code ok} if nothing is to be said
 * @param saw what was seen, in a sentence
 * @param took how long it took to look
 * @param mend what to do; empty where nothing is to be done
 */
public record Finding(String link, Grade grade, String code, String saw, Duration took, Optional<String> mend) {

    /** How a link is. */
    public enum Grade {
        OK,
        /** It works, and somebody should see to it. */
        WARNING,
        /** It does not work. */
        BROKEN,
        /** It could not be looked at, because something before it is broken or the token does not allow it. */
        SKIPPED
    }

    /** Nothing is wrong. */
    static Finding ok(String link, String saw) {
        return new Finding(link, Grade.OK, "ok", saw, Duration.ZERO, Optional.empty());
    }

    /** Nothing is wrong, but somebody may have wanted it otherwise. */
    static Finding remark(String link, String code, String saw, String how) {
        return new Finding(link, Grade.OK, code, saw, Duration.ZERO, Optional.of(how));
    }

    static Finding warning(String link, String code, String saw, String mend) {
        return new Finding(link, Grade.WARNING, code, saw, Duration.ZERO, Optional.of(mend));
    }

    static Finding broken(String link, String code, String saw, String mend) {
        return new Finding(link, Grade.BROKEN, code, saw, Duration.ZERO, Optional.of(mend));
    }

    static Finding skipped(String link, String why) {
        return new Finding(link, Grade.SKIPPED, "skipped", why, Duration.ZERO, Optional.empty());
    }

    /** The same, with how long the look took. */
    Finding after(Duration time) {
        return new Finding(link, grade, code, saw, time, mend);
    }
}
