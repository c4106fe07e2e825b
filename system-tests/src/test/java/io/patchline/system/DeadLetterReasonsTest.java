package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.outcome.ErrorCode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whatever a dead letter says as its reason, people find what it means where they look: on the console's pages, and in docs/dead-letters.md. */
class DeadLetterReasonsTest {
    /** Ends of a patch that leave no dead letter: somebody wanted them, or nobody judged the commit. */
    private static final Set<ErrorCode> NO_LETTER =
            EnumSet.of(ErrorCode.CANCELLED, ErrorCode.REJECTED, ErrorCode.REVIEW_EXPIRED);

    /** What requests are answered with, and no run ends with. */
    private static final Set<ErrorCode> ANSWERS = EnumSet.of(
            ErrorCode.MALFORMED_JSON,
            ErrorCode.NOT_JSON,
            ErrorCode.TOO_LARGE,
            ErrorCode.INVALID_REQUEST,
            ErrorCode.ALREADY_OVER,
            ErrorCode.REVIEW_DECIDED,
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.TOO_MANY_ATTEMPTS,
            ErrorCode.RATE_LIMITED,
            ErrorCode.REPLAYED,
            ErrorCode.IDEMPOTENCY_KEY_REUSED,
            ErrorCode.BODY_TIMEOUT,
            ErrorCode.FORBIDDEN,
            ErrorCode.NOT_FOUND,
            ErrorCode.NOT_SUPPORTED,
            ErrorCode.LANE_FULL,
            ErrorCode.BROKER_UNAVAILABLE,
            ErrorCode.OVERLOADED,
            ErrorCode.NOT_DEAD,
            ErrorCode.NOT_REPLAYABLE,
            ErrorCode.COUNT_CHANGED,
            ErrorCode.DESK_TAKEN,
            ErrorCode.NOT_AWAITING_REVIEW);

    private static final Pattern CODE = Pattern.compile("ErrorCode\\.([A-Z_]{2,})");

    @Test
    void the_console_tells_what_each_reason_means() {
        String page = Sources.read(Sources.ROOT.resolve("ingest-service/src/main/resources/console/core/reasons.js"));

        assertThat(found("(?m)^  (\\w+): ", page)).isEqualTo(reasons());
    }

    @Test
    void the_operators_page_tells_what_each_reason_means() {
        String page = Sources.read(Sources.ROOT.resolve("docs/dead-letters.md"));
        String table = page.replaceAll("(?s).*\n## What each reason means\n(.*?)\n## .*", "$1");
        String firstCells = table.lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1)[1])
                .collect(Collectors.joining("\n"));

        assertThat(found("`([a-z_]+)`", firstCells)).isEqualTo(reasons());
    }

    /** So that a code which an executor begins to end runs with is no longer among those that need no explanation. */
    @Test
    void executors_end_no_run_with_the_code_of_an_answer() {
        List<String> wrong = new ArrayList<>();
        int named = 0;
        for (var file : Sources.main()) {
            // What DrainResource answers is no run's end.
            if (file.toString().contains("/executor-service/")
                    && !Sources.className(file).startsWith("Drain")) {
                Matcher code = CODE.matcher(Sources.read(file));
                while (code.find()) {
                    named++;
                    if (ANSWERS.contains(ErrorCode.valueOf(code.group(1)))) {
                        wrong.add(Sources.className(file) + ": " + code.group());
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(named).isGreaterThan(50);
    }

    private static Set<String> reasons() {
        return EnumSet.allOf(ErrorCode.class).stream()
                .filter(code -> !NO_LETTER.contains(code) && !ANSWERS.contains(code))
                .map(ErrorCode::wireName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
