package io.patchline.ingest.oauth.grant;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.oauth.grant.GrantEvent.Issued;
import io.patchline.ingest.oauth.grant.GrantIndex.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrantIndexTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    private final GrantIndex index = new GrantIndex();

    @Test
    void of_two_who_redeem_one_code_the_first_gets_tokens_and_the_second_ends_them() {
        index.apply(granted("a"));

        assertThat(index.apply(redeemed("a", "r1"))).isEqualTo(Verdict.TAKEN);
        assertThat(index.apply(redeemed("a", "r2"))).isEqualTo(Verdict.REUSED);
        assertThat(index.find("a")).isEmpty();
        assertThat(index.apply(redeemed("a", "r3"))).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void what_is_over_is_refused_whether_it_was_forgotten_or_not() {
        index.apply(granted("a"));
        index.apply(redeemed("a", "r1"));

        assertThat(index.apply(new GrantEvent.Refreshed(NOW.plus(Duration.ofDays(90)), "a", "r1", issued("r2"))))
                .isEqualTo(Verdict.REFUSED);
        assertThat(index.size()).isZero();
    }

    @Test
    void what_begins_in_the_middle_of_a_grant_knows_nothing_of_it() {
        assertThat(index.apply(new GrantEvent.Refreshed(NOW, "a", "r1", issued("r2"))))
                .isEqualTo(Verdict.REFUSED);
        assertThat(index.apply(redeemed("a", "r1"))).isEqualTo(Verdict.REFUSED);
    }

    @Test
    void in_whatever_order_messages_come_a_code_is_good_once_and_nothing_is_given_after_a_reuse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<GrantEvent> events = new ArrayList<>(List.of(granted("a"), new GrantEvent.Revoked(NOW, "a", "jo")));
            for (int i = 0; i < 4; i++) {
                events.add(redeemed("a", "r" + random.nextInt(3)));
                events.add(
                        new GrantEvent.Refreshed(NOW, "a", "r" + random.nextInt(3), issued("r" + random.nextInt(3))));
            }
            Collections.shuffle(events, random);
            GrantIndex fold = new GrantIndex();
            int redeemed = 0;
            boolean over = false;
            for (GrantEvent event : events) {
                Verdict verdict = fold.apply(event);
                assertThat(over && verdict == Verdict.TAKEN)
                        .as("seed %d: %s", seed, events)
                        .isFalse();
                redeemed += event instanceof GrantEvent.Redeemed && verdict == Verdict.TAKEN ? 1 : 0;
                over |= verdict == Verdict.REUSED;
            }
            assertThat(redeemed).as("seed %d: %s", seed, events).isLessThanOrEqualTo(1);
        }
    }

    private static GrantEvent granted(String grant) {
        Consent consent = new Consent(
                grant,
                "jo",
                "b",
                "c",
                "C",
                "https://c/cb",
                "x",
                "https://p/mcp-oauth",
                Set.of("read"),
                NOW,
                NOW.plus(Duration.ofDays(90)));
        return new GrantEvent.Granted(NOW, consent, "code", NOW.plusSeconds(60));
    }

    private static GrantEvent redeemed(String grant, String refresh) {
        return new GrantEvent.Redeemed(NOW, grant, "family", issued(refresh));
    }

    private static Issued issued(String refresh) {
        return new Issued("access", NOW.plus(Duration.ofHours(1)), Set.of("read"), refresh);
    }
}
