package io.patchline.ingest.replicas;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.message.ReplicaPresence;
import java.time.Instant;
import java.util.List;

/**
 * A replica of the ingest service as clients see it.
 *
 * @param heardAt when it was heard last
 * @param log {@code reading}, {@code read} or {@code unheard}: whether its view of the log is complete and hears what is new
 * @param answers whether it is the one that gives this answer
 */
record ReplicaView(
        String replica,
        String version,
        @JsonProperty("started_at") Instant startedAt,
        @JsonProperty("heard_at") Instant heardAt,
        String log,
        boolean answers) {
    /** {@code GET /v1/replicas}. */
    record Replicas(@JsonProperty("as_of") Instant asOf, List<ReplicaView> replicas) {}

    /**
     * @param own what the replica that answers says of itself
     */
    static ReplicaView of(ReplicaRegistry.Heard heard, ReplicaPresence own) {
        ReplicaPresence presence = heard.presence();
        boolean answers =
                presence.replica().equals(own.replica()) && presence.startedAt().equals(own.startedAt());
        return new ReplicaView(
                presence.replica(), presence.version(), presence.startedAt(), heard.at(), presence.log(), answers);
    }
}
