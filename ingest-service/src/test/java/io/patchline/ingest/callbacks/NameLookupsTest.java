package io.patchline.ingest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NameLookupsTest {
    private final CountDownLatch nameServer = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final NameLookups lookups = new NameLookups(this::slow, Duration.ofMillis(500));

    @Test
    void names_that_are_looked_up_slowly_take_few_threads_and_what_does_not_fit_is_answered_at_once()
            throws InterruptedException {
        AtomicInteger unknown = new AtomicInteger();
        List<Thread> askers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String host = "slow-" + i;
            askers.add(Thread.ofVirtual().start(() -> {
                try {
                    lookups.of(host);
                } catch (UnknownHostException e) {
                    unknown.incrementAndGet();
                }
            }));
        }
        for (Thread asker : askers) {
            assertThat(asker.join(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(unknown).hasValue(300);
        assertThat(asked.get()).isLessThanOrEqualTo(8);
        nameServer.countDown();
    }

    @Test
    void a_name_that_is_answered_is_known() throws UnknownHostException {
        nameServer.countDown();
        assertThat(lookups.of("quick")).containsExactly(InetAddress.getLoopbackAddress());
        assertThatThrownBy(() -> lookups.of("unknown")).isInstanceOf(UnknownHostException.class);
    }

    private InetAddress[] slow(String host) throws UnknownHostException {
        asked.incrementAndGet();
        try {
            nameServer.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (host.equals("unknown")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }
}
