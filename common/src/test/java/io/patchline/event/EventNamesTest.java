package io.patchline.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventNamesTest {

    @ParameterizedTest
    @MethodSource("records")
    void every_fact_has_a_name_on_the_wire(Class<? extends PatchEvent> type) {
        assertThat(EventNames.of(type)).matches("[a-z]+(_[a-z]+)*");
    }

    static Stream<Class<? extends PatchEvent>> records() {
        return records(PatchEvent.class).distinct();
    }

    private static Stream<Class<? extends PatchEvent>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type.asSubclass(PatchEvent.class))
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(EventNamesTest::records);
    }
}
