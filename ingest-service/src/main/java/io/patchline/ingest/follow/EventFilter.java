package io.patchline.ingest.follow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.patchline.event.PatchEvent;
import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.http.Parameters;
import io.patchline.ingest.log.LogEvent;
import io.patchline.outcome.Outcome;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which events a follower wants. What is not given is not asked.
 *
 * @param what the last parts of their types, such as {@code succeeded}; empty for all
 */
record EventFilter(Optional<String> patch, Optional<String> lane, Set<String> what) {
    private static final String FINISHED = "finished";
    private static final String PREFIX = "patchline.patch.";
    /** Every fact by its name on the wire; an end is told by its outcome's. */
    static final List<String> KNOWN = Stream.of(
                    Stream.of(LogEvent.QUEUED),
                    names(PatchEvent.class).filter(name -> !name.equals(FINISHED)),
                    names(Outcome.class))
            .flatMap(names -> names)
            .toList();

    /**
     * @throws InvalidParameterException if a type is unknown, or a patch or lane cannot have that name
     */
    static EventFilter of(Parameters parameters) {
        return new EventFilter(
                named("patch", parameters, PatchId::new).map(PatchId::value),
                named("lane", parameters, Lane::new).map(Lane::name),
                parameters.several("type").stream().map(EventFilter::known).collect(Collectors.toSet()));
    }

    boolean wants(LogEvent event) {
        return (what.isEmpty() || what.contains(event.what()))
                && patch.filter(id -> !id.equals(event.patch().value())).isEmpty()
                && lane.filter(name -> !name.equals(event.lane().name())).isEmpty();
    }

    private static <T> Optional<T> named(String name, Parameters parameters, Function<String, T> type) {
        try {
            return parameters.one(name).map(type);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException("The parameter " + name + " is what no " + name + " can be called.");
        }
    }

    private static String known(String type) {
        String what = type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
        if (!KNOWN.contains(what)) {
            throw new InvalidParameterException(
                    "The parameter type is any of " + String.join(", ", KNOWN) + "; several are separated by commas.");
        }
        return what;
    }

    private static Stream<String> names(Class<?> sealed) {
        return Stream.of(sealed.getAnnotation(JsonSubTypes.class).value()).map(JsonSubTypes.Type::name);
    }
}
