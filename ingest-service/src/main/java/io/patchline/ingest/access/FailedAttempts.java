package io.patchline.ingest.access;

import io.github.bucket4j.TimeMeter;
import io.patchline.ingest.access.RateLimiter.Allowance;
import io.patchline.ingest.config.Network;
import io.patchline.ingest.config.Rate;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.outcome.ErrorCode;
import java.net.InetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts to get in that failed, limited by address: beyond the limit they are answered with 429 and not logged one by one. Right credentials
 * are let in from every address at any time (docs/decisions/0045). Remembers a bounded number of addresses, the newest. Safe for use by
 * several threads.
 */
final class FailedAttempts {
    /** Of IPv6 a whole /64 counts as one, because one subscriber has it. */
    static final int ADDRESSES = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(FailedAttempts.class);

    private final Rate rate;
    private final RateLimiter buckets;

    FailedAttempts(Rate rate, TimeMeter time) {
        this.rate = rate;
        this.buckets = new RateLimiter(ADDRESSES, time);
    }

    /** Notes that an attempt failed, and says what to answer. */
    RefusedException failed(InetAddress address, AuthenticationFailure refusal) {
        String from = Network.keyOf(address);
        Allowance allowance = buckets.take(from, rate);
        if (!allowance.allowed()) {
            return new RefusedException(
                    ProblemDetail.of(
                            ErrorCode.TOO_MANY_ATTEMPTS,
                            "Too many attempts with wrong credentials came from this address. Mend the credentials; wrong ones are looked at "
                                    + "again after the pause in Retry-After."),
                    allowance.retryAfterSeconds());
        }
        LOG.atWarn()
                .addKeyValue("address", from)
                .addKeyValue("reason", refusal.reason())
                .addKeyValue("left", allowance.left())
                .log("Credentials refused");
        return new RefusedException(ProblemDetail.of(ErrorCode.UNAUTHENTICATED, refusal.detail()), 0);
    }
}
