package io.patchline.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.message.MessageCodec.UndecodableException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What replicas of the ingest service say every second, held by a golden file: replicas of several versions hear each other. */
class ReplicaPresenceContractTest {
    /** The name of its golden file. */
    static final String GOLDEN = "replica-presence";

    private static final ReplicaPresence PRESENCE =
            new ReplicaPresence("door-1:5555", "1.2.0", Instant.parse("2026-11-21T10:15:30.123456Z"), "read");

    @Test
    void a_presence_is_written_as_its_golden_file_and_read_from_it() throws Exception {
        String golden = Golden.text(GOLDEN);

        assertThat(new String(PRESENCE.toMessage().body(), UTF_8)).isEqualTo(Golden.compact(golden));
        assertThat(ReplicaPresence.read(golden.getBytes(UTF_8))).isEqualTo(PRESENCE);
    }

    @Test
    void what_a_newer_replica_adds_is_passed_over() throws Exception {
        String newer = Golden.text(GOLDEN).replace("\"log\"", "\"added\": [1], \"log\"");

        assertThat(ReplicaPresence.read(newer.getBytes(UTF_8))).isEqualTo(PRESENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"replica\":\"a\"}",
                "{\"replica\":\" \",\"version\":\"1\",\"started_at\":\"2026-11-21T10:15:30Z\",\"log\":\"read\"}",
                "{\"replica\":\"a\",\"version\":\"1\",\"started_at\":\"yesterday\",\"log\":\"read\"}"
            })
    void what_is_no_presence_is_refused(String body) {
        assertThatThrownBy(() -> ReplicaPresence.read(body.getBytes(UTF_8))).isInstanceOf(UndecodableException.class);
    }
}
