package io.patchline.ingest.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patchline.event.PatchEvent;
import io.patchline.ingest.http.InvalidParameterException;
import io.patchline.ingest.http.Parameters;
import io.patchline.ingest.log.LogEvent;
import io.patchline.outcome.Outcome;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventFilterTest {
    @Test
    void every_kind_of_fact_can_be_chosen() {
        assertThat(EventFilter.KNOWN)
                .hasSize(1 + kinds(PatchEvent.class) - 1 + kinds(Outcome.class))
                .doesNotHaveDuplicates()
                .contains("queued", "cancel_requested", "dead_lettered", "vanished", "timed_out")
                .doesNotContain("finished");
    }

    @Test
    void the_document_lists_the_same() throws Exception {
        assertThat(Files.readString(Path.of("src/main/resources/openapi/following.yaml")))
                .contains("enum: [" + String.join(", ", EventFilter.KNOWN) + "]");
    }

    @Test
    void a_follower_gets_what_it_chose() {
        LogEvent event = new LogEvent(7, new PatchId("a"), new Lane("lib"), "succeeded", new byte[0]);

        assertThat(filter("").wants(event)).isTrue();
        assertThat(filter("type=failed,patchline.patch.succeeded").wants(event)).isTrue();
        assertThat(filter("type=failed").wants(event)).isFalse();
        assertThat(filter("patch=a").wants(event)).isTrue();
        assertThat(filter("patch=b").wants(event)).isFalse();
        assertThat(filter("lane=lib").wants(event)).isTrue();
        assertThat(filter("lane=bin").wants(event)).isFalse();
    }

    @Test
    void an_unknown_type_is_answered_with_those_that_are_known() {
        assertThatThrownBy(() -> filter("type=finished"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("cancel_requested");
    }

    /** How many records a sealed type has, those of the sealed types below it counted too. */
    private static int kinds(Class<?> sealed) {
        return (int) leaves(sealed).distinct().count();
    }

    /** One that is of several groups comes several times. */
    private static Stream<Class<?>> leaves(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .flatMap(each -> each.isSealed() ? leaves(each) : Stream.of(each));
    }

    private static EventFilter filter(String query) {
        MultivaluedHashMap<String, String> parameters = new MultivaluedHashMap<>();
        if (!query.isEmpty()) {
            parameters.add(query.substring(0, query.indexOf('=')), query.substring(query.indexOf('=') + 1));
        }
        return EventFilter.of(new Parameters(parameters, "patch", "lane", "type"));
    }
}
