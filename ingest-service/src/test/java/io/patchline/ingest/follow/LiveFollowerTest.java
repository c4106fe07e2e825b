package io.patchline.ingest.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.OutputPiece;
import io.patchline.event.RunRef;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LiveFollowerTest {
    private static final RunRef REF = new RunRef(new PatchId("p"), 1, 1, new Lane("l"), "e");

    private final LiveFollower follower = new LiveFollower(left -> {});

    @Test
    void one_that_is_slow_holds_few_pieces_and_misses_the_rest() throws InterruptedException {
        for (int i = 0; i < 1000; i++) {
            follower.hear(new OutputPiece(REF, 0, i, "x"));
        }
        for (int i = 0; i < LiveFollower.MOST; i++) {
            assertThat(follower.next(Duration.ZERO).orElseThrow().from()).isEqualTo(i);
        }
        assertThat(follower.next(Duration.ZERO)).isEmpty();
    }

    @Test
    void a_call_ends_the_wait() throws InterruptedException {
        follower.call();
        assertThat(follower.next(Duration.ofMinutes(1))).isEmpty();
    }
}
