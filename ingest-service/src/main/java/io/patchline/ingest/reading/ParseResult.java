package io.patchline.ingest.reading;

import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.Patch;
import java.util.List;

/** What came of reading a submission. */
public sealed interface ParseResult {

    /** The submission is this patch. */
    record Understood(Patch patch) implements ParseResult {}

    /**
     * The submission is no patch that could be carried out.
     *
     * @param problems everything that is wrong, in the order found: at least one
     */
    record Unreadable(List<Problem> problems) implements ParseResult {
        /**
         * @throws IllegalArgumentException if there is no problem
         */
        public Unreadable {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("what has no problem is readable");
            }
        }

        /**
         * The code that stands for all of them: the first problem's, unless that is {@link ErrorCode#NOT_EXECUTABLE} and others are not:
         * a patch is called not executable only if nothing else is wrong with it.
         */
        public ErrorCode code() {
            return problems.stream()
                    .map(Problem::code)
                    .filter(code -> code != ErrorCode.NOT_EXECUTABLE)
                    .findFirst()
                    .orElse(ErrorCode.NOT_EXECUTABLE);
        }
    }
}
