package io.patchline.ingest.body;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private final MemoryBudget share = new MemoryBudget(100, 40);

    @Test
    void one_holder_has_its_part_and_leaves_the_rest_to_others() {
        assertThat(share.take("a", 40)).isTrue();
        assertThat(share.take("a", 1)).isFalse();
        assertThat(share.take("b", 40)).isTrue();
        assertThat(share.take("c", 21)).isFalse();
        assertThat(share.take("c", 20)).isTrue();
        assertThat(share.taken()).isEqualTo(100);
    }

    @Test
    void what_is_given_back_may_be_taken_again_and_nothing_is_kept_of_its_holder() {
        share.take("a", 40);
        share.giveBack("a", 40);
        assertThat(share.taken()).isZero();
        assertThat(share.take("a", 40)).isTrue();
    }
}
