package io.patchline.ingest.status;

import io.patchline.ingest.http.Cursor;
import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.http.Parameters;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which patches a list shows. What is not given is not asked.
 *
 * @param states any of these; empty for all
 * @param target the whole {@code target_file}
 * @param text occurs in the id, the description, the summary or the command, in upper or lower case; of long texts in the beginning that is kept
 * @param from accepted at this time or later
 * @param to accepted before this time
 * @param limit how many at most
 * @param after the place in the log behind which the list goes on
 * @param oldestFirst the order of the log, and not the other way round
 */
public record PatchQuery(
        Set<PatchState> states,
        Optional<String> lane,
        Optional<String> role,
        Optional<String> target,
        Optional<String> source,
        Optional<TextSearch> text,
        Optional<Instant> from,
        Optional<Instant> to,
        int limit,
        Optional<Cursor> after,
        boolean oldestFirst) {
    static final int LARGEST_LIMIT = 500;

    private static final int USUAL_LIMIT = 50;
    private static final String[] NAMES = {
        "state", "lane", "role", "target", "source", "text", "from", "to", "limit", "cursor", "order"
    };

    /**
     * @throws InvalidParameterException if a parameter is unknown or not what it may be
     */
    public static PatchQuery of(Map<String, List<String>> query) {
        Parameters parameters = new Parameters(query, NAMES);
        return new PatchQuery(
                parameters.several("state").stream().map(PatchQuery::state).collect(Collectors.toSet()),
                parameters.one("lane"),
                parameters.one("role"),
                parameters.one("target"),
                parameters.one("source"),
                parameters.oneOrNothing("text").filter(text -> !text.isEmpty()).map(TextSearch::new),
                parameters.time("from"),
                parameters.time("to"),
                parameters.number("limit", 1, LARGEST_LIMIT).map(Long::intValue).orElse(USUAL_LIMIT),
                parameters.cursor("cursor"),
                parameters.isOldestFirst());
    }

    /** Whether the list shows this patch, on this page or another. */
    boolean matches(PatchStory story) {
        return story.origin()
                .filter(origin -> (states.isEmpty() || states.contains(story.state()))
                        && is(lane, Optional.of(origin.lane().name()))
                        && is(role, origin.role())
                        && is(target, origin.targetFile())
                        && is(source, Optional.of(origin.source()))
                        && from.filter(origin.acceptedAt()::isBefore).isEmpty()
                        && to.filter(end -> !origin.acceptedAt().isBefore(end)).isEmpty()
                        && text.filter(sought -> !contains(sought, story, origin))
                                .isEmpty())
                .isPresent();
    }

    /** Whether what lies at this place in the log comes on a later page than the last that was read. */
    boolean isBehindCursor(long place) {
        return after.filter(cursor -> oldestFirst ? place <= cursor.place() : place >= cursor.place())
                .isEmpty();
    }

    private static boolean is(Optional<String> wanted, Optional<String> actual) {
        return wanted.isEmpty() || wanted.equals(actual);
    }

    private static boolean contains(TextSearch sought, PatchStory story, AcceptedPatch origin) {
        return sought.isIn(story.id().value())
                || origin.description().filter(sought::isIn).isPresent()
                || story.ending().flatMap(RunEnd::summary).filter(sought::isIn).isPresent()
                || sought.isInFolded(origin.command());
    }

    private static PatchState state(String name) {
        return Arrays.stream(PatchState.values())
                .filter(state -> state.wireName().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidParameterException("The parameter state is any of "
                        + Arrays.stream(PatchState.values())
                                .map(PatchState::wireName)
                                .collect(Collectors.joining(", "))
                        + "; several are separated by commas."));
    }
}
