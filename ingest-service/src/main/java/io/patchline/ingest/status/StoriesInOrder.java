package io.patchline.ingest.status;

import io.patchline.patch.PatchId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stories by id, in the order in which they came. The order is an array with gaps where stories were removed, and no linked map, whose entries lie all over the heap: a list takes a copy of all while it keeps those who submit waiting. Not for several threads at once.
 */
final class StoriesInOrder {
    private static final int SMALLEST = 16;

    private final Map<PatchId, ListedPatch> byId = new HashMap<>();

    private @Nullable ListedPatch[] inOrder = new @Nullable ListedPatch[SMALLEST];

    /** Where the one is that came first, if there is one. */
    private int begin;

    private int end;

    Optional<PatchStory> get(PatchId id) {
        return Optional.ofNullable(byId.get(id)).map(ListedPatch::story);
    }

    /** Puts it in the place of the story with its id, or at the end. Returns the one that was there. */
    Optional<PatchStory> put(PatchStory story) {
        ListedPatch before = byId.get(story.id());
        if (before == null) {
            makeRoom();
            set(end++, story);
            return Optional.empty();
        }
        set(before.at(), story);
        return Optional.of(before.story());
    }

    Optional<PatchStory> remove(PatchId id) {
        ListedPatch gone = byId.remove(id);
        if (gone == null) {
            return Optional.empty();
        }
        inOrder[gone.at()] = null;
        while (begin < end && inOrder[begin] == null) {
            begin++;
        }
        return Optional.of(gone.story());
    }

    int size() {
        return byId.size();
    }

    /** All of them, the one that came first before the others. */
    Stream<PatchStory> oldestFirst() {
        return IntStream.range(begin, end).mapToObj(this::at).flatMap(Optional::stream);
    }

    /** Adds all of them to a list, the one that came last before the others. */
    void addNewestFirst(List<ListedPatch> list) {
        for (int at = end - 1; at >= begin; at--) {
            ListedPatch patch = inOrder[at];
            if (patch != null) {
                list.add(patch);
            }
        }
    }

    private Optional<PatchStory> at(int at) {
        return Optional.ofNullable(inOrder[at]).map(ListedPatch::story);
    }

    private void set(int at, PatchStory story) {
        ListedPatch patch = ListedPatch.of(at, story);
        byId.put(story.id(), patch);
        inOrder[at] = patch;
    }

    /** At the end of the array: takes another without gaps, which is half empty. */
    private void makeRoom() {
        if (end < inOrder.length) {
            return;
        }
        List<PatchStory> all = oldestFirst().toList();
        inOrder = new @Nullable ListedPatch[Math.max(SMALLEST, 2 * all.size())];
        begin = 0;
        end = 0;
        all.forEach(story -> set(end++, story));
    }
}
