package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.PatchId;
import io.patchline.trace.TraceParent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatchViewTest {
    @Test
    void what_to_do_next_is_the_way_out_of_this_end_and_no_other() {
        assertThat(next(new Outcome.Failed(ErrorCode.COMMAND_FAILED, "exit 1", List.of(), RunReport.NOTHING)))
                .contains("corrected patch under a new id");
        assertThat(next(new Outcome.Cancelled("by anna", RunReport.NOTHING)))
                .contains("wanted after all", "under a new id")
                .doesNotContain("corrected");
        assertThat(next(new Outcome.Interrupted("the executor died", RunReport.NOTHING)))
                .contains("Look first", "/v1/dead-letters", "under a new id")
                .doesNotContain("corrected");
    }

    @Test
    void the_trace_that_a_patch_was_submitted_in_is_told() {
        StatusIndex index = new StatusIndex(10, 1 << 20);
        String trace = "0af7651916cd43dd8448eb211c80319c";
        index.accepted(Stories.message("a").within(TraceParent.parse("00-" + trace + "-b7ad6b7169203331-01")), 1);
        index.accepted(Stories.message("b"), 2);

        assertThat(view(index, "a").trace()).contains(trace);
        assertThat(view(index, "b").trace()).isEmpty();
    }

    private static PatchView view(StatusIndex index, String id) {
        return PatchView.of(index.story(new PatchId(id)).orElseThrow(), Optional.empty(), OutputView.TAIL);
    }

    private static String next(Outcome outcome) {
        StatusIndex index = new StatusIndex(10, 1 << 20);
        index.accepted(Stories.message("a"), 1);
        index.happened(Stories.started("a"), 2);
        index.happened(Stories.finished("a", outcome), 3);
        return PatchView.of(index.story(new PatchId("a")).orElseThrow(), Optional.of(outcome), OutputView.TAIL)
                .next()
                .orElseThrow();
    }
}
