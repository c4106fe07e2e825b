package io.patchline.ingest.acts;

import io.patchline.ingest.http.Cursor;
import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.http.Parameters;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which acts a list shows. What is not given is not asked.
 *
 * @param what any of these; empty for all
 * @param limit how many at most
 * @param after the place in the log behind which the list goes on
 * @param oldestFirst the order of the log, and not the other way round
 * @param asLines all of them as a file, and not a page
 */
record ActQuery(
        Set<String> what,
        Optional<String> by,
        Optional<String> patch,
        Optional<Instant> from,
        Optional<Instant> to,
        int limit,
        Optional<Cursor> after,
        boolean oldestFirst,
        boolean asLines) {
    private static final int LARGEST_LIMIT = 500;
    private static final int USUAL_LIMIT = 50;

    /**
     * @throws InvalidParameterException if a parameter is unknown or not what it may be
     */
    static ActQuery of(Map<String, List<String>> query) {
        Parameters parameters =
                new Parameters(query, "what", "by", "patch", "from", "to", "limit", "cursor", "order", "format");
        return new ActQuery(
                Set.copyOf(parameters.several("what")),
                parameters.one("by"),
                parameters.one("patch").map(ActQuery::patch),
                parameters.time("from"),
                parameters.time("to"),
                parameters.number("limit", 1, LARGEST_LIMIT).map(Long::intValue).orElse(USUAL_LIMIT),
                parameters.cursor("cursor"),
                parameters.isOldestFirst(),
                asLines(parameters.one("format").orElse("json")));
    }

    private static boolean asLines(String format) {
        return switch (format) {
            case "json" -> false;
            case "jsonl" -> true;
            default -> throw new InvalidParameterException("The parameter format is json or jsonl.");
        };
    }

    private static String patch(String id) {
        try {
            return new PatchId(id).value();
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException("The parameter patch is no id that a patch can have.");
        }
    }

    boolean matches(Act act) {
        return (what.isEmpty() || what.contains(act.what()))
                && by.filter(name -> !name.equals(act.by())).isEmpty()
                && (patch.isEmpty() || patch.equals(act.patch()))
                && from.filter(act.time()::isBefore).isEmpty()
                && to.filter(end -> !act.time().isBefore(end)).isEmpty();
    }

    boolean isOnLaterPage(Act act) {
        return after.filter(cursor -> oldestFirst ? act.event() <= cursor.place() : act.event() >= cursor.place())
                .isEmpty();
    }
}
