package io.patchline.ingest.mcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.status.NextStep;
import io.patchline.ingest.status.PatchState;
import org.junit.jupiter.api.Test;

class PatchContentTest {
    @Test
    void a_model_is_told_the_way_out_of_this_end_and_no_other() {
        assertThat(next(PatchState.FAILED, true))
                .contains("replay_dead_letter", "submit_patch with the corrected patch under a new id");
        assertThat(next(PatchState.FAILED, false)).doesNotContain("replay_dead_letter");
        assertThat(next(PatchState.CANCELLED, true))
                .contains("wanted after all", "under a new id")
                .doesNotContain("corrected", "replay");
        assertThat(next(PatchState.REJECTED, true)).isEqualTo(next(PatchState.CANCELLED, true));
        assertThat(next(PatchState.INTERRUPTED, true))
                .contains("still missing", "replay_dead_letter with this id")
                .doesNotContain("corrected");
        assertThat(next(PatchState.DECLINED, true)).contains("same id");
    }

    private static String next(PatchState state, boolean mayReplay) {
        return PatchContent.next(NextStep.of(state), true, mayReplay);
    }
}
