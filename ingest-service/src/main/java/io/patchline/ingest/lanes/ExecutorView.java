package io.patchline.ingest.lanes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.http.PatchLinks;
import io.patchline.message.Activity;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An executor as clients see it.
 *
 * @param status {@code taking}, {@code draining}: it finishes what it has, or {@code drained}: it may be stopped
 * @param slots how many patches it carries out at the same time while it takes any
 * @param version absent where it does not tell, because it is older than that
 * @param heardAt when it was heard last
 * @param lanes the numbers of the lane queues that it takes from
 * @param runs how many runs it is on
 * @param running the oldest of them, the oldest first, at most {@value Activity#MOST_RUNNING}
 * @param sandbox the tier that its commands run in
 * @param diskFreeBytes the room on its fuller disk, in bytes
 */
record ExecutorView(
        String executor,
        String status,
        int slots,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> version,

        @JsonProperty("started_at") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Instant> startedAt,

        @JsonProperty("heard_at") Instant heardAt,
        Set<Integer> lanes,
        int runs,
        List<Running> running,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> sandbox,

        @JsonProperty("disk_free_bytes") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Long> diskFreeBytes) {

    /** One run that it is on. */
    record Running(PatchId id, int run, int queue, Instant since, PatchLinks links) {
        static Running of(Activity.Running running) {
            return new Running(
                    running.patch(), running.run(), running.queue(), running.since(), PatchLinks.of(running.patch()));
        }
    }

    static ExecutorView of(ExecutorRegistry.Heard heard) {
        Optional<Activity> activity = heard.presence().activity();
        int offered = heard.presence().slots();
        return new ExecutorView(
                heard.presence().executor(),
                status(offered, activity),
                activity.map(Activity::slots).orElse(offered),
                activity.map(Activity::version),
                activity.map(Activity::startedAt),
                heard.at(),
                activity.map(Activity::lanes).orElse(Set.of()),
                activity.map(Activity::runs).orElse(0),
                activity.map(Activity::running).orElse(List.of()).stream()
                        .map(Running::of)
                        .toList(),
                activity.flatMap(Activity::sandbox),
                activity.flatMap(Activity::diskFreeBytes));
    }

    private static String status(int offered, Optional<Activity> activity) {
        if (offered > 0) {
            return "taking";
        }
        return activity.filter(doing -> doing.runs() == 0).isPresent() ? "drained" : "draining";
    }
}
