package io.patchline.ingest.status;

/**
 * A story as it is kept and listed. What a list asks of each of a hundred thousand is here and not behind five other objects, each of which would have to come out of memory before the next is known.
 *
 * @param at where it is in {@link StoriesInOrder}
 * @param place of the patch in the log; {@value #NOT_READ} as long as it was not read from there
 * @param texts that are searched: {@link AcceptedPatch#searchable}
 */
public record ListedPatch(int at, long place, PatchStory story, String texts) {
    private static final long NOT_READ = -1;

    static ListedPatch of(int at, PatchStory story) {
        return new ListedPatch(
                at,
                story.origin().flatMap(AcceptedPatch::offset).orElse(NOT_READ),
                story,
                story.origin().map(AcceptedPatch::searchable).orElse(""));
    }

    /** Whether the patch's message was read from the log. */
    boolean isInLog() {
        return place != NOT_READ;
    }
}
