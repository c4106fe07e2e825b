package io.patchline.outcome;

import java.time.Duration;

/** What becomes of the delivery once an attempt has an outcome. */
public sealed interface Disposition {

    /** The patch is done: acknowledge. */
    record Accept() implements Disposition {}

    /** Try again after the pause, with the delivery and its lane held. */
    record RetryInPlace(Duration pause) implements Disposition {}

    /** The patch needs a person: publish it to {@code patches.dead}, then acknowledge. */
    record DeadLetter(ErrorCode reason, String summary) implements Disposition {}
}
