package io.patchline.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.patch.PatchId;
import io.patchline.patch.WorkspaceName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What executors say every second, held by golden files: executors of several versions hear each other. */
class PresenceContractTest {
    private static final Instant TIME = Instant.parse("2026-11-21T10:15:30.123456Z");
    private static final Presence BARE = new Presence("builder-1", 4);
    private static final Map<String, Presence> PRESENCES = Map.of(
            "presence",
            BARE.on(activity(List.of(running(2)))),
            "presence-without-activity",
            BARE,
            "presence-workspaces",
            BARE.with(List.of(
                    WorkspaceInfo.directory(WorkspaceName.DEFAULT),
                    WorkspaceInfo.git(new WorkspaceName("site"), "main", true))));

    static Set<String> names() {
        return PRESENCES.keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_presence_is_written_as_its_golden_file_and_read_from_it(String name) throws Exception {
        Presence presence = requireNonNull(PRESENCES.get(name));

        assertThat(new String(presence.toMessage().body(), UTF_8)).isEqualTo(Golden.compact(Golden.text(name)));
        assertThat(Presence.read(Golden.text(name).getBytes(UTF_8))).isEqualTo(presence);
    }

    @Test
    void what_a_newer_executor_adds_is_passed_over_at_every_place() throws Exception {
        String newer = Golden.text("presence")
                .replace("\"executor\"", "\"added\": [1], \"executor\"")
                .replace("\"version\"", "\"added\": {}, \"version\"")
                .replace("\"patch\"", "\"added\": true, \"patch\"");

        assertThat(Presence.read(newer.getBytes(UTF_8))).isEqualTo(PRESENCES.get("presence"));
    }

    @Test
    void the_message_does_not_grow_with_the_number_of_runs() {
        List<Activity.Running> many = IntStream.rangeClosed(1, 500)
                .mapToObj(PresenceContractTest::running)
                .toList();

        assertThat(activity(many).running()).hasSize(Activity.MOST_RUNNING).contains(running(1));
    }

    @Test
    void what_is_no_presence_is_refused() {
        assertThatThrownBy(() -> Presence.read("null".getBytes(UTF_8))).isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> Presence.read("{\"slots\":1}".getBytes(UTF_8)))
                .isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> Presence.read("{\"executor\":\"a\",\"slots\":-1}".getBytes(UTF_8)))
                .isInstanceOf(UndecodableException.class);
    }

    private static Activity activity(List<Activity.Running> running) {
        return new Activity(
                "1.2.0",
                TIME,
                4,
                false,
                Set.of(3, 0),
                running.size(),
                running,
                Optional.of("bubblewrap"),
                Optional.of(1_000_000L));
    }

    private static Activity.Running running(int run) {
        return new Activity.Running(new PatchId("patch-1"), run, 3, TIME);
    }
}
