package io.patchline.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The names of facts on the wire, as {@link PatchEvent} lists them. */
final class EventNames {
    private static final Map<Class<?>, String> BY_TYPE = Arrays.stream(
                    Objects.requireNonNull(PatchEvent.class.getAnnotation(JsonSubTypes.class))
                            .value())
            .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

    private EventNames() {}

    /** @throws NullPointerException if the list lacks the type; {@code EventNamesTest} shows that it has all */
    static String of(Class<? extends PatchEvent> type) {
        return Objects.requireNonNull(BY_TYPE.get(type), () -> type + " is not listed in PatchEvent's @JsonSubTypes");
    }
}
