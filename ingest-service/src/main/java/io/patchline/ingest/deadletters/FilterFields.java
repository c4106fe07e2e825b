package io.patchline.ingest.deadletters;

import io.patchline.ingest.http.ProblemException;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.Lane;
import io.patchline.patch.Text;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A filter as clients write it, as parameters of a list or as an object in a request: texts, not looked at yet. */
public record FilterFields(
        Optional<String> reason,
        Optional<String> lane,
        Optional<String> target,
        Optional<String> from,
        Optional<String> to) {

    public static final FilterFields NONE =
            new FilterFields(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * The filter.
     *
     * @throws ProblemException with everything that is wrong with it
     */
    public DeadLetterFilter read() {
        List<Problem> problems = new ArrayList<>();
        DeadLetterFilter filter = new DeadLetterFilter(
                field(
                        "reason",
                        reason,
                        ErrorCode::ofWireName,
                        "Is no reason: use one that the list's groups name.",
                        problems),
                field("lane", lane, Lane::new, "Is no lane's name.", problems),
                field(
                        "target",
                        target,
                        text -> Text.oneLine("target", text, Lane.MAX_CHARACTERS),
                        "Is no target.",
                        problems),
                field("from", from, Instant::parse, TIME, problems),
                field("to", to, Instant::parse, TIME, problems),
                Optional.empty());
        if (!problems.isEmpty()) {
            throw new ProblemException(ErrorCode.INVALID_REQUEST, "The filter cannot be read; see errors.", problems);
        }
        return filter;
    }

    private static final String TIME = "Must be a time in UTC such as 2026-11-21T10:15:30Z.";

    private static <T> Optional<T> field(
            String name, Optional<String> text, Function<String, T> type, String rule, List<Problem> problems) {
        try {
            return text.map(type);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            problems.add(new Problem(ErrorCode.INVALID_REQUEST, "/" + name, rule));
            return Optional.empty();
        }
    }
}
