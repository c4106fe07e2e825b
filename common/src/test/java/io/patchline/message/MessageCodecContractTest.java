package io.patchline.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.event.EventEnvelope;
import io.patchline.event.PatchEvent;
import io.patchline.outcome.Outcome;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes on the wire, held by golden files: whoever changes one changes what a running executor must read. */
class MessageCodecContractTest {
    private static final Map<String, Patch> PATCHES = Samples.patches();
    private static final Map<String, EventEnvelope> EVENTS = Samples.events();

    static Set<String> patches() {
        return PATCHES.keySet();
    }

    static Set<String> events() {
        return EVENTS.keySet();
    }

    @ParameterizedTest
    @MethodSource("patches")
    void a_patch_is_written_as_its_golden_file(String name) {
        assertThat(new String(MessageCodec.write(requireNonNull(PATCHES.get(name))), UTF_8))
                .isEqualTo(Golden.compact(Golden.text(name)));
    }

    @ParameterizedTest
    @MethodSource("patches")
    void a_patch_is_read_from_its_golden_file(String name) throws Exception {
        assertThat(MessageCodec.readPatch(Golden.text(name).getBytes(UTF_8))).isEqualTo(PATCHES.get(name));
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_is_written_as_its_golden_file(String name) {
        assertThat(new String(MessageCodec.write(requireNonNull(EVENTS.get(name))), UTF_8))
                .isEqualTo(Golden.compact(Golden.text(name)));
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_is_read_from_its_golden_file(String name) throws Exception {
        assertThat(MessageCodec.readEvent(Golden.text(name).getBytes(UTF_8))).isEqualTo(EVENTS.get(name));
    }

    @Test
    void every_golden_file_is_tested() throws IOException {
        Set<String> tested = new HashSet<>(patches());
        tested.addAll(events());
        tested.addAll(PresenceContractTest.names());
        tested.add(ReplicaPresenceContractTest.GOLDEN);
        assertThat(Golden.names()).isEqualTo(tested);
    }

    @Test
    void every_kind_of_action_event_and_outcome_has_a_golden_file() {
        assertThat(PATCHES.values().stream().flatMap(patch -> patch.actions().stream()))
                .extracting(Object::getClass)
                .containsAll(kinds(PatchAction.class));
        assertThat(EVENTS.values().stream().map(EventEnvelope::data))
                .extracting(Object::getClass)
                .containsAll(kinds(PatchEvent.class));
        assertThat(EVENTS.values().stream().flatMap(MessageCodecContractTest::outcome))
                .extracting(Object::getClass)
                .containsAll(kinds(Outcome.class));
    }

    private static Stream<Outcome> outcome(EventEnvelope event) {
        return event.data() instanceof PatchEvent.Ended ended ? Stream.of(ended.outcome()) : Stream.of();
    }

    private static Set<Class<?>> kinds(Class<?> sealedType) {
        return Arrays.stream(sealedType.getPermittedSubclasses())
                .flatMap(kind -> kind.isSealed() ? kinds(kind).stream() : Stream.of(kind))
                .filter(Class::isRecord)
                .collect(Collectors.toSet());
    }
}
