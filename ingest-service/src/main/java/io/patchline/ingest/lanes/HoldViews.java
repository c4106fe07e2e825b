package io.patchline.ingest.lanes;

import io.patchline.ingest.answers.LazyList;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import io.patchline.patch.PatchId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Shows the lanes that are held. */
@Singleton
public final class HoldViews {
    private final HoldIndex holds;
    private final DeadLetterIndex index;

    HoldViews(HoldIndex holds, DeadLetterIndex index) {
        this.holds = holds;
        this.index = index;
    }

    /**
     * Some of the lanes that are held, those first that are held longest.
     *
     * @param held the lanes
     * @param total how many there are in all
     * @param rest how many there are from the first of these on
     */
    public record Page(List<HoldView> held, int total, int rest) {}

    /** How many lanes and dead letters are looked through for a page. */
    int known() {
        return holds.size() + index.size();
    }

    /** The first of each lane queue's lanes that are held, by the queue's number. */
    public List<Page> firstOfEachQueue(int queues, int most) {
        Map<PatchId, Integer> counts = index.heldCounts();
        Map<Integer, List<HeldLane>> byQueue = holds.all().stream()
                .collect(Collectors.groupingBy(held -> held.lane().queue(queues)));
        return IntStream.range(0, queues)
                .mapToObj(queue -> byQueue.getOrDefault(queue, List.of()))
                .map(lanes -> new Page(views(lanes.stream().limit(most), counts), lanes.size(), lanes.size()))
                .toList();
    }

    /**
     * A page of all lanes that are held. Holds that began at the same moment are never on two pages.
     *
     * @param after begins behind those that are held since then, or longer
     * @param most how many are on it, about
     */
    public Page page(Optional<Instant> after, int most) {
        List<HeldLane> all = holds.all();
        List<HeldLane> rest = all.stream()
                .filter(held ->
                        after.filter(last -> !held.since().isAfter(last)).isEmpty())
                .toList();
        List<HeldLane> page = rest.stream().limit(most).toList();
        Stream<HeldLane> whole = rest.stream()
                .takeWhile(held -> !held.since().isAfter(page.getLast().since()));
        return new Page(views(whole, index.heldCounts()), all.size(), rest.size());
    }

    private static List<HoldView> views(Stream<HeldLane> lanes, Map<PatchId, Integer> counts) {
        return new LazyList<>(lanes.toList(), held -> HoldView.of(held, counts.getOrDefault(held.by(), 0)));
    }
}
