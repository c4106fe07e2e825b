package io.patchline.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TopologyTest {
    @Test
    void the_lowest_lane_queue_is_declared_last_so_that_where_it_is_everything_is() {
        assertThat(new Topology(3).queues())
                .last()
                .extracting(Topology.Queue::name)
                .isEqualTo("patches.lane.0");
    }

    @Test
    void every_lane_is_bound_to_its_queue_and_to_the_log_by_the_same_key() {
        assertThat(new Topology(2).bindings())
                .contains(
                        new Topology.Binding("patches", "patches.lane.1", "lane.1"),
                        new Topology.Binding("patches", "patches.log", "lane.1"));
    }

    @Test
    void a_number_of_lanes_out_of_bounds_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Topology(0)).withMessageContaining("patchline.lanes");
        assertThatIllegalArgumentException().isThrownBy(() -> new Topology(257));
    }
}
