package io.patchline.ingest.webhook;

import io.patchline.ingest.http.Parameters;
import io.patchline.ingest.http.WaitPreference;
import io.patchline.ingest.status.OutputView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a submission's query asks for. A parameter that is not known is refused: a patch must not run for real because a question was misspelt.
 *
 * @param dryRun whether only to say what would change, as the patch's own {@code dryRun}; absent: as the patch says
 * @param waitFor how long to wait for the outcome, as {@code Prefer: wait=…}
 * @param output how much of the output is shown
 */
record SubmissionQuery(Optional<Boolean> dryRun, Optional<Duration> waitFor, OutputView output) {
    static final String DRY_RUN = "dryRun";
    static final String WAIT = "wait";

    private static final long LONGEST_WAIT = 999_999_999;

    /**
     * @throws io.patchline.ingest.http.InvalidParameterException if a parameter is unknown or not what it may be
     */
    static SubmissionQuery of(Map<String, List<String>> query) {
        Parameters parameters = new Parameters(query, DRY_RUN, WAIT, OutputView.NAME);
        Optional<Boolean> dryRun =
                query.containsKey(DRY_RUN) ? Optional.of(parameters.flag(DRY_RUN)) : Optional.empty();
        Optional<Duration> wait = parameters
                .number(WAIT, 0, LONGEST_WAIT)
                .map(WaitPreference::ofSeconds)
                .filter(Duration::isPositive);
        return new SubmissionQuery(dryRun, wait, OutputView.in(parameters));
    }
}
