package io.patchline.ingest.app;

import io.patchline.ingest.status.PatchState;
import io.patchline.ingest.status.PatchStory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How the ingest service stands.
 *
 * @param status {@code ok} if a patch would be accepted now, else {@code unavailable}
 * @param broker {@code connected}, {@code blocked} or {@code away}
 * @param log {@code read}, or {@code reading} until the view of the log is complete
 * @param kept how many patches are kept
 * @param patches how many of them are in each state; states in which none is are left out
 */
record ServiceStatus(
        String service, String status, String broker, String log, int kept, Map<PatchState, Integer> patches) {

    static ServiceStatus of(Ingest ingest, List<PatchStory> stories) {
        Map<PatchState, Integer> count = new EnumMap<>(PatchState.class);
        stories.stream()
                .filter(story -> story.origin().isPresent())
                .forEach(story -> count.merge(story.state(), 1, Integer::sum));
        return new ServiceStatus(
                "patchline-ingest",
                ingest.isReady() ? "ok" : "unavailable",
                ingest.brokerState(),
                ingest.isCaughtUp() ? "read" : "reading",
                stories.size(),
                count);
    }
}
