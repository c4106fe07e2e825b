package io.patchline.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LaneTest {
    /** Golden values, computed with Python's hashlib: if one changes, two patches of a file may run side by side during an update. */
    @ParameterizedTest
    @CsvSource({
        "/tmp/test.log, 4, 0, 44",
        "src/app.py, 4, 1, 20",
        "main, 3, 0, 43",
        "дорожка, 1, 2, 17",
        "🚀, 7, 1, 63",
        "a b, 2, 0, 18",
    })
    void a_lane_is_carried_by_the_same_queue_for_ever(String name, int of8, int of3, int of64) {
        Lane lane = new Lane(name);
        assertThat(lane.queue(8)).isEqualTo(of8);
        assertThat(lane.queue(3)).isEqualTo(of3);
        assertThat(lane.queue(64)).isEqualTo(of64);
        assertThat(lane.queue(1)).isZero();
    }

    @Test
    void lanes_spread_over_all_queues() {
        assertThat(IntStream.range(0, 200)
                        .map(i -> new Lane("lane-" + i).queue(8))
                        .distinct()
                        .sorted())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void without_a_queue_there_is_no_answer(int lanes) {
        assertThatThrownBy(() -> new Lane("a").queue(lanes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lanes must be 1 or more");
    }

    @Test
    void a_name_is_as_long_as_a_path_at_most() {
        assertThat(new Lane("x".repeat(4096)).name()).hasSize(4096);
        assertThatThrownBy(() -> new Lane("x".repeat(4097)))
                .hasMessageStartingWith("lane must have 1 to 4096 characters");
        assertThatThrownBy(() -> new Lane("")).hasMessageStartingWith("lane must have 1 to 4096 characters");
        assertThatThrownBy(() -> new Lane("a\tb")).hasMessage("lane must not contain control characters");
    }
}
