package io.patchline.ingest.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.status.Stories;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RecentOutcomesTest {
    private final RecentOutcomes recent = new RecentOutcomes();

    @Test
    void an_outcome_is_found_at_its_place_and_what_is_none_is_not() {
        recent.keep(3, Stories.started("p").data(), 10);
        recent.keep(4, Stories.failed("p", "it broke").data(), 10);

        assertThat(recent.at(3)).isEmpty();
        assertThat(recent.at(4)).hasValueSatisfying(ended -> {
            assertThat(ended.ref().patch().value()).isEqualTo("p");
            assertThat(ended.outcome().status()).isEqualTo("failed");
        });
    }

    @Test
    void the_oldest_go_when_there_are_too_many() {
        keep(0, RecentOutcomes.MOST + 5, 10);

        assertThat(known(0, 10)).containsExactly(5, 6, 7, 8, 9);
    }

    @Test
    void the_oldest_go_when_they_are_too_large() {
        keep(0, 6, (int) (RecentOutcomes.MOST_BYTES / 4));

        assertThat(known(0, 6)).containsExactly(2, 3, 4, 5);
    }

    @Test
    void of_another_log_nothing_is_known() {
        keep(0, 3, 10);
        recent.clear();

        assertThat(known(0, 3)).isEmpty();
    }

    private void keep(long from, long until, int size) {
        for (long offset = from; offset < until; offset++) {
            recent.keep(offset, Stories.failed("p", "it broke").data(), size);
        }
    }

    private long[] known(long from, long until) {
        return LongStream.range(from, until)
                .filter(offset -> recent.at(offset).isPresent())
                .toArray();
    }
}
