package io.patchline.ingest.status;

import io.patchline.patch.PatchId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stories on the heap, within bounds. Where there is no room, those go first that nothing more comes of, the one first that was over first. Those of reviews stay until they are
 * judged, within a bound of their own, and those that are not over within another. Which go depends on what was folded and on nothing else. Not for several threads at once.
 */
final class KeptStories {
    /** Which part of all stories, in number, may be of reviews. */
    private static final int REVIEWS_OF_KEEP = 5;

    /** Which part of the memory they may take: a story with a review takes about as much more. */
    private static final int REVIEWS_OF_MEMORY = 4;

    /** Which part of both those may take that are not over: else a lane that is behind would leave no room for what has just ended. */
    private static final int UNFINISHED = 2;

    private final int keep;
    private final long memory;
    private final Group unfinished = new Group();
    /** Those that await a review, and those whose review was decided, until the decision is carried out. */
    private final Group reviews = new Group();
    /** Those that are over. Also those of which only events are known: nothing can be done with them. */
    private final Group over = new Group();

    private long evicted;
    private long evictedReviews;

    /**
     * @param keep how many are kept, at least 1
     * @param memory what they may take on the heap together, about, in bytes
     */
    KeptStories(int keep, long memory) {
        this.keep = keep;
        this.memory = memory;
    }

    /** In the order in which they came into it, the oldest first. */
    private static final class Group {
        final StoriesInOrder stories = new StoriesInOrder();
        long bytes;

        void put(PatchStory story) {
            Optional<PatchStory> before = stories.put(story);
            bytes += story.heapBytes() - before.map(PatchStory::heapBytes).orElse(0);
        }

        void remove(PatchId id) {
            bytes -= stories.remove(id).map(PatchStory::heapBytes).orElse(0);
        }

        PatchStory removeOldest() {
            PatchStory oldest = stories.oldestFirst().findFirst().orElseThrow();
            remove(oldest.id());
            return oldest;
        }

        boolean exceeds(int most, long mostBytes) {
            return stories.size() > 1 && (stories.size() > most || bytes > mostBytes);
        }
    }

    Optional<PatchStory> get(PatchId id) {
        return groups().flatMap(group -> group.stories.get(id).stream()).findFirst();
    }

    /** Puts this story in the place of what was known of its patch. Returns the stories of those reviews that nobody can judge any more from here on. */
    List<PatchStory> put(PatchStory story) {
        Group group = groupOf(story);
        List<PatchStory> unjudged = new ArrayList<>();
        if (isReviewOfForgotten(story)) {
            unjudged.add(story);
        }
        groups().filter(other -> other != group).forEach(other -> other.remove(story.id()));
        group.put(story);
        makeRoomForReviews(unjudged);
        makeRoom();
        evictedReviews += unjudged.size();
        return unjudged;
    }

    /** Whether a review begins of which nothing is known but that: the patch's message was forgotten before, or is not in the log any more. */
    private boolean isReviewOfForgotten(PatchStory story) {
        return story.state() == PatchState.AWAITING_REVIEW
                && story.origin().isEmpty()
                && get(story.id())
                        .filter(before -> before.state() == PatchState.AWAITING_REVIEW)
                        .isEmpty();
    }

    private Group groupOf(PatchStory story) {
        if (story.origin().isEmpty()) {
            return over;
        }
        if (story.state() == PatchState.AWAITING_REVIEW) {
            return reviews;
        }
        if (story.state().isOver()) {
            return over;
        }
        return reviews.stories.get(story.id()).isPresent() ? reviews : unfinished;
    }

    private void makeRoomForReviews(List<PatchStory> gone) {
        while (reviews.exceeds(keep / REVIEWS_OF_KEEP, memory / REVIEWS_OF_MEMORY)) {
            gone.add(reviews.removeOldest());
            evicted++;
        }
    }

    private void makeRoom() {
        while ((size() > keep || bytes() > memory) && unfinished.stories.size() + over.stories.size() > 1) {
            boolean behind = unfinished.exceeds(keep / UNFINISHED, memory / UNFINISHED);
            (behind || over.stories.size() == 0 ? unfinished : over).removeOldest();
            evicted++;
        }
    }

    /** All of them: of each kind those first that came into it last. */
    List<ListedPatch> newestFirst() {
        List<ListedPatch> all = new ArrayList<>(size());
        groups().forEach(group -> group.stories.addNewestFirst(all));
        return all;
    }

    /** Those that are not over. */
    Stream<PatchStory> unfinished() {
        return Stream.concat(
                unfinished.stories.oldestFirst(),
                reviews.stories.oldestFirst().filter(story -> !story.state().isOver()));
    }

    Stream<PatchStory> awaitingReview() {
        return reviews.stories.oldestFirst().filter(story -> story.state() == PatchState.AWAITING_REVIEW);
    }

    private Stream<Group> groups() {
        return Stream.of(unfinished, over, reviews);
    }

    int size() {
        return unfinished.stories.size() + over.stories.size() + reviews.stories.size();
    }

    /** About what they take on the heap. */
    long bytes() {
        return unfinished.bytes + over.bytes + reviews.bytes;
    }

    /** How many went to make room. */
    long evicted() {
        return evicted;
    }

    /** Of how many reviews nobody can judge the commit any more. */
    long evictedReviews() {
        return evictedReviews;
    }
}
