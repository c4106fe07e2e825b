package io.patchline.executor.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LaneSharesTest {
    @Test
    void one_executor_takes_everything() {
        assertThat(new LaneShares(Map.of("a", 1), 8).of("a")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void every_queue_has_exactly_one_executor_and_nobody_more_than_its_share_rounded_up() {
        for (int executors = 1; executors <= 10; executors++) {
            Map<String, Integer> slots = new TreeMap<>();
            for (int i = 0; i < executors; i++) {
                slots.put("host-" + i, 2);
            }
            LaneShares shares = new LaneShares(slots, 8);
            Set<Integer> taken = new HashSet<>();
            for (String name : slots.keySet()) {
                assertThat(shares.of(name))
                        .hasSizeLessThanOrEqualTo(Math.ceilDiv(8, executors))
                        .allMatch(taken::add);
            }
            assertThat(taken).hasSize(8);
        }
    }

    @Test
    void the_share_is_in_proportion_to_the_slots() {
        LaneShares shares = new LaneShares(Map.of("large", 6, "small", 2), 8);

        assertThat(shares.of("large")).hasSize(6);
        assertThat(shares.of("small")).hasSize(2);
    }

    @Test
    void everybody_comes_to_the_same_shares_whatever_the_order_in_which_they_heard() {
        Map<String, Integer> one = new TreeMap<>(Map.of("a", 1, "b", 2, "c", 1));
        Map<String, Integer> other = new HashMap<>();
        one.forEach(other::put);

        for (String name : one.keySet()) {
            assertThat(new LaneShares(one, 16).of(name)).isEqualTo(new LaneShares(other, 16).of(name));
        }
    }

    @Test
    void where_nobody_is_there_nobody_has_a_share() {
        assertThat(new LaneShares(Map.of(), 8).of("a")).isEmpty();
    }
}
