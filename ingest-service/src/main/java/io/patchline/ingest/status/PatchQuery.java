package io.patchline.ingest.status;

import io.patchline.ingest.http.Cursor;
import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.http.Parameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /**
     * Those of these patches that the list shows, on this page or another.
     *
     * @param patches some hundreds: in a loop as short as the first a processor fetches the texts of many at once, and so they are there when they are searched
     */
    List<ListedPatch> matching(List<ListedPatch> patches) {
        List<ListedPatch> matching = new ArrayList<>(patches.size());
        boolean asksStory = !states.isEmpty()
                || Stream.of(lane, role, target, source, from, to).anyMatch(Optional::isPresent);
        for (ListedPatch patch : patches) {
            if (patch.isInLog()
                    && (!asksStory || isOf(patch.story()))
                    && (text.isEmpty() || mayHave(text.get(), patch))) {
                matching.add(patch);
            }
        }
        text.ifPresent(sought -> matching.removeIf(patch -> !has(sought, patch)));
        return matching;
    }

    private boolean isOf(PatchStory story) {
        AcceptedPatch origin = story.origin().orElseThrow();
        return (states.isEmpty() || states.contains(story.state()))
                && (lane.isEmpty() || lane.get().equals(origin.lane().name()))
                && (role.isEmpty() || role.equals(origin.role()))
                && (target.isEmpty() || target.equals(origin.targetFile()))
                && (source.isEmpty() || source.get().equals(origin.source()))
                && (from.isEmpty() || !origin.acceptedAt().isBefore(from.get()))
                && (to.isEmpty() || origin.acceptedAt().isBefore(to.get()));
    }

    /** Whether a text of the patch is long enough. */
    private static boolean mayHave(TextSearch sought, ListedPatch patch) {
        return sought.fits(patch.texts()) || patch.story().summary().isPresent();
    }

    private static boolean has(TextSearch sought, ListedPatch patch) {
        return sought.isInSearchable(patch.texts())
                || patch.story().summary().filter(sought::isIn).isPresent();
    }

    /** Whether what lies at this place in the log comes on a later page than the last that was read. */
    boolean isBehindCursor(long place) {
        return after.filter(cursor -> oldestFirst ? place <= cursor.place() : place >= cursor.place())
                .isEmpty();
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
