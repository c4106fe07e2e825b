package io.patchline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.config.Rate;
import io.patchline.ingest.http.RefusedException;
import io.patchline.outcome.ErrorCode;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedAttemptsTest {
    private final Ticks time = new Ticks();
    private final FailedAttempts attempts = new FailedAttempts(Rate.of("2/m"), time);

    @Test
    void an_address_is_told_to_wait_when_it_failed_too_often_and_another_is_not() throws Exception {
        assertThat(codeOf("192.0.2.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(codeOf("192.0.2.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(codeOf("192.0.2.1")).isEqualTo(ErrorCode.TOO_MANY_ATTEMPTS);
        assertThat(failed("192.0.2.1").retryAfterSeconds()).isEqualTo(30);
        assertThat(codeOf("192.0.2.2")).isEqualTo(ErrorCode.UNAUTHENTICATED);

        time.pass(Duration.ofSeconds(30));
        assertThat(codeOf("192.0.2.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void a_million_addresses_take_no_more_room_than_the_bound() throws Exception {
        RateLimiter buckets = new RateLimiter(FailedAttempts.ADDRESSES, time);
        for (int address = 0; address < 1_000_000; address++) {
            buckets.take("10." + (address >> 16) + "." + (address >> 8 & 255) + "." + (address & 255), Rate.of("1/m"));
        }
        assertThat(buckets.size()).isEqualTo(FailedAttempts.ADDRESSES);
    }

    private ErrorCode codeOf(String address) throws Exception {
        return failed(address).problem().code();
    }

    private RefusedException failed(String address) throws Exception {
        return attempts.failed(InetAddress.getByName(address), AuthenticationFailure.UNKNOWN);
    }
}
