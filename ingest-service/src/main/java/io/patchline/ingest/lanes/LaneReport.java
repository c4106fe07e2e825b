package io.patchline.ingest.lanes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.ingest.status.PatchStory;
import io.patchline.message.Topology;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the two views say, put together from what was heard, asked and read at one time. */
final class LaneReport {
    private LaneReport() {}

    /** {@code GET /v1/executors}. */
    record Executors(@JsonProperty("as_of") Instant asOf, List<ExecutorView> executors) {}

    /**
     * {@code GET /v1/lanes}.
     *
     * @param missingPermissions why what the broker says of a queue is absent; left out where nothing is
     */
    record Lanes(
            @JsonProperty("as_of") Instant asOf,

            @JsonProperty("missing_permissions") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<String> missingPermissions,

            List<LaneView> lanes) {
        Lanes with(List<String> missing) {
            return new Lanes(asOf, missing, lanes);
        }
    }

    static Executors executors(List<ExecutorRegistry.Heard> heard, Instant now) {
        return new Executors(now, heard.stream().map(ExecutorView::of).toList());
    }

    /**
     * @param unfinished the stories that are not over
     * @param holds the lanes that are held
     */
    static Lanes lanes(
            LaneQueues.Depths depths,
            List<ExecutorRegistry.Heard> heard,
            List<PatchStory> unfinished,
            List<HoldView> holds) {
        int lanes = depths.queues().size();
        List<List<PatchStory>> byQueue = IntStream.range(0, lanes)
                .mapToObj(queue -> (List<PatchStory>) new ArrayList<PatchStory>())
                .toList();
        for (PatchStory story : unfinished) {
            story.origin()
                    .ifPresent(origin -> byQueue.get(origin.lane().queue(lanes)).add(story));
        }
        List<ExecutorView> executors = heard.stream().map(ExecutorView::of).toList();
        return new Lanes(
                depths.asOf(),
                List.of(),
                IntStream.range(0, lanes)
                        .mapToObj(queue -> lane(
                                queue,
                                depths,
                                executors,
                                byQueue.get(queue),
                                holds.stream()
                                        .filter(hold -> hold.lane().queue(lanes) == queue)
                                        .toList()))
                        .toList());
    }

    private static LaneView lane(
            int queue,
            LaneQueues.Depths depths,
            List<ExecutorView> executors,
            List<PatchStory> unfinished,
            List<HoldView> held) {
        Optional<QueueDepth> depth = depths.queues().get(queue);
        return new LaneView(
                queue,
                Topology.laneQueue(queue),
                executors.stream()
                        .filter(executor -> executor.lanes().contains(queue))
                        .map(ExecutorView::executor)
                        .toList(),
                depth.map(QueueDepth::consumers),
                depth.map(QueueDepth::ready),
                unfinished.size(),
                held,
                oldest(unfinished, depths.asOf()),
                executors.stream()
                        .flatMap(executor -> executor.running().stream()
                                .filter(run -> run.queue() == queue)
                                .map(run ->
                                        new LaneView.Running(run.id(), run.run(), executor.executor(), run.since())))
                        .toList());
    }

    private static Optional<LaneView.Oldest> oldest(List<PatchStory> unfinished, Instant now) {
        return unfinished.stream()
                .min(Comparator.comparing(PatchStory::waitingSince))
                .map(story -> new LaneView.Oldest(
                        story.id(),
                        story.waitingSince(),
                        Duration.between(story.waitingSince(), now).truncatedTo(ChronoUnit.MILLIS),
                        PatchLinks.of(story.id())));
    }
}
