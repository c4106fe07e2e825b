package io.patchline.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.jackson.JsonFormat;
import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.event.RunRef;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The CloudEvents SDK reads what we publish: the envelope is the standard's and not only ours. */
class CloudEventsContractTest {
    private static final Set<String> OF_INGEST = Set.of(
            "event-declined",
            "event-cancel_requested",
            "event-approve_requested",
            "event-reject_requested",
            "event-replayed",
            "event-discarded",
            "event-vanished",
            "event-callback_delivered",
            "event-callback_failed",
            "event-callback_given_up");
    private static final Instant TIME = Instant.parse("2026-11-21T10:15:30.123456Z");

    static Set<String> events() {
        return Samples.events().keySet();
    }

    @ParameterizedTest
    @MethodSource("events")
    void the_cloudevents_sdk_reads_every_event(String name) throws Exception {
        EventEnvelope envelope = Objects.requireNonNull(Samples.events().get(name));

        CloudEvent event = read(envelope);

        assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
        String attempt = envelope.data() instanceof PatchEvent.OfRun ? "0" : "2";
        assertThat(event.getId()).matches("[0-9a-f]{32}-1-" + attempt + "-" + name.replace("event-", "") + "(-\\d+)?");
        assertThat(event.getSource())
                .isEqualTo(
                        URI.create(OF_INGEST.contains(name) ? "/patchline/ingest" : "/patchline/executors/builder-1"));
        assertThat(event.getType()).isEqualTo("patchline.patch." + name.replace("event-", ""));
        assertThat(event.getSubject()).isEqualTo("patch-1");
        assertThat(event.getTime()).isEqualTo(TIME.atOffset(ZoneOffset.UTC));
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(event.getExtensionNames()).isEmpty();
        byte[] data = Objects.requireNonNull(event.getData()).toBytes();
        assertThat(MessageCodec.mapper().readValue(data, PatchEvent.class)).isEqualTo(envelope.data());
    }

    @Test
    void an_executor_of_any_name_is_a_valid_source() {
        RunRef ref = new RunRef(new PatchId("p"), 1, 1, new Lane("l"), "Büro 2/€ <x>?#%");
        CloudEvent event = read(EventEnvelope.of(new PatchEvent.Started(ref, Optional.empty()), TIME));
        assertThat(event.getSource().getRawPath())
                .isEqualTo("/patchline/executors/B%C3%BCro%202%2F%E2%82%AC%20%3Cx%3E%3F%23%25");
    }

    private static CloudEvent read(EventEnvelope envelope) {
        return new JsonFormat().deserialize(MessageCodec.write(envelope));
    }
}
