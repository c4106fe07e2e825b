package io.patchline.ingest.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.follow.LiveOutputSubscriptions;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.ingest.status.Stories;
import io.patchline.patch.PatchId;
import org.junit.jupiter.api.Test;

class RecentOutputsTest {
    private final StatusIndex index = new StatusIndex(1_000, 1 << 30);
    private final RecentOutputs outputs = new RecentOutputs(new LiveOutputSubscriptions(), index);

    @Test
    void who_is_forgotten_is_not_waited_for() {
        for (int i = 0; i < RecentOutputs.MOST_PATCHES + 50; i++) {
            index.accepted(Stories.message("p" + i));
            outputs.listen(new PatchId("p" + i));
            outputs.listen(new PatchId("p" + i));
        }

        assertThat(index.waiters()).isEqualTo(RecentOutputs.MOST_PATCHES);
        index.happened(Stories.failed("p249", "it broke"), 1);
        assertThat(index.waiters()).isEqualTo(RecentOutputs.MOST_PATCHES - 1);
    }

    @Test
    void what_is_over_is_not_listened_to() {
        index.accepted(Stories.message("a"), 1);
        index.happened(Stories.failed("a", "it broke"), 2);
        outputs.listen(new PatchId("a"));

        assertThat(index.waiters()).isZero();
    }
}
