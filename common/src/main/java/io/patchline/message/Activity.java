package io.patchline.message;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.patch.PatchId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an executor says of itself in its {@link Presence}, for whoever watches. Nothing is decided by it, so what a newer version adds is passed over.
 *
 * @param version of the executor, such as {@code 1.2.0}
 * @param startedAt when its process began
 * @param slots how many patches it carries out at the same time while it takes any
 * @param draining whether it takes no more and only finishes what it has
 * @param lanes the numbers of the lane queues that it takes from
 * @param runs how many runs it is on
 * @param running the oldest of them, at most {@value #MOST_RUNNING}, the oldest first
 * @param sandbox the tier that its commands run in, such as {@code bubblewrap}; absent where none works, or from an older version
 * @param diskFreeBytes the room on the fuller one of the disks with its workspace and its ledger, in bytes; absent from an older version
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Activity(
        String version,
        @JsonProperty("started_at") Instant startedAt,
        int slots,
        boolean draining,
        Set<Integer> lanes,
        int runs,
        List<Running> running,
        Optional<String> sandbox,
        @JsonProperty("disk_free_bytes") Optional<Long> diskFreeBytes) {
    /** More than this many runs are counted and not listed: the message is sent every second. */
    public static final int MOST_RUNNING = 100;

    /**
     * A run.
     *
     * @param queue the number of the lane queue that its message came from
     * @param since when the executor took it
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Running(PatchId patch, int run, int queue, Instant since) {}

    public Activity {
        lanes = Collections.unmodifiableSet(new TreeSet<>(lanes));
        running = running.stream().limit(MOST_RUNNING).toList();
    }
}
