package io.patchline.executor.git;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.Problem;
import io.patchline.outcome.RunReport;
import java.util.List;

/** Where a run has come to. */
sealed interface Step {

    /** To a proposal for the branch. */
    record Proposed(Proposal proposal) implements Step {}

    /** To its end. */
    record Ended(Outcome outcome) implements Step {}

    /** To where others changed the same places: it is to be carried out anew on what the branch is at now. */
    record Anew(String tip, List<String> paths) implements Step {
        public Anew {
            paths = List.copyOf(paths);
        }
    }

    /** It fails with this, and the branch is as it was. */
    static Ended failed(ErrorCode code, String summary, List<String> details, RunReport report) {
        return new Ended(new Outcome.Failed(
                code,
                summary,
                details.stream().map(detail -> new Problem(code, "", detail)).toList(),
                report));
    }
}
