package io.patchline.ingest.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.deadletters.DeadLetterIndex;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a job is.
 *
 * @param state whether it is going on, done, or ended early by an operator
 * @param count how many dead letters it took when it was ordered
 * @param remaining how many of them are still dead; those that were done in another way meanwhile do not count
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JobView(
        String id,
        JobOrder.Act act,
        String state,
        String by,
        int count,
        int remaining,
        @JsonProperty("ordered_at") Instant orderedAt,
        @JsonProperty("ended_at") Optional<Instant> endedAt,
        @JsonProperty("cancelled_by") Optional<String> cancelledBy,
        URI self) {

    public static JobView of(JobIndex.Job job, DeadLetterIndex index) {
        JobOrder order = job.order();
        return new JobView(
                order.id(),
                order.act(),
                job.end()
                        .map(end -> end.cancelledBy().isPresent() ? "cancelled" : "done")
                        .orElse("going_on"),
                order.by(),
                order.count(),
                JobScope.rest(order, index).size(),
                order.time(),
                job.end().map(JobEnd::time),
                job.end().flatMap(JobEnd::cancelledBy),
                URI.create("/v1/dead-letter-jobs/" + order.id()));
    }
}
