package io.patchline.ingest.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.patchline.ingest.callbacks.Callbacks;
import io.patchline.ingest.status.ListedPatch;
import io.patchline.ingest.status.PatchState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the ingest service stands.
 *
 * @param status {@code ok} if a patch would be accepted now, else {@code unavailable}
 * @param broker {@code connected}, {@code blocked} or {@code away}
 * @param log {@code read}, or {@code reading} until the view of the log is complete
 * @param kept how many patches are kept
 * @param patches how many of them are in each state; states in which none is are left out
 * @param brokerVersion the version of the broker that was met last
 * @param brokerAdvice what a person should know of that version
 * @param callbacks {@code off}: a patch that names one is refused; {@code on}, or {@code on, to every patch} where an address is configured for all
 */
record ServiceStatus(
        String service,
        String status,
        String broker,
        String log,
        int kept,
        Map<PatchState, Integer> patches,

        @JsonProperty("broker_version") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<String> brokerVersion,

        @JsonProperty("broker_advice") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<String> brokerAdvice,

        String callbacks) {

    static ServiceStatus of(Ingest ingest, List<ListedPatch> kept, Callbacks callbacks) {
        Map<PatchState, Integer> count = new EnumMap<>(PatchState.class);
        kept.stream()
                .map(ListedPatch::story)
                .filter(story -> story.origin().isPresent())
                .forEach(story -> count.merge(story.state(), 1, Integer::sum));
        return new ServiceStatus(
                "patchline-ingest",
                ingest.isReady() ? "ok" : "unavailable",
                ingest.brokerState(),
                ingest.logState(),
                kept.size(),
                count,
                ingest.brokerVersion(),
                ingest.brokerAdvice(),
                callbacks.state());
    }
}
