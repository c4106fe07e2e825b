package io.patchline.ingest.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.ReplicaPresence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaRegistryTest {
    private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

    private Instant elapsed = NOW;
    private final ReplicaRegistry replicas = new ReplicaRegistry(Clock.fixed(NOW, ZoneOffset.UTC), () -> elapsed);

    @Test
    void nothing_is_complete_before_everybody_can_have_spoken() {
        assertThat(replicas.isComplete()).isFalse();
        replicas.listen();
        elapsed = elapsed.plus(ReplicaRegistry.ALL_HAVE_SPOKEN);
        assertThat(replicas.isComplete()).isFalse();
        elapsed = elapsed.plusNanos(1);
        assertThat(replicas.isComplete()).isTrue();
    }

    @Test
    void who_has_not_spoken_for_its_lifetime_is_gone() {
        replicas.heard(presence("b", 0));
        elapsed = elapsed.plus(ReplicaRegistry.LIFETIME);
        replicas.heard(presence("a", 0));
        assertThat(names()).containsExactly("a 0", "b 0");

        elapsed = elapsed.plusNanos(1);

        assertThat(names()).containsExactly("a 0");
    }

    @Test
    void one_that_was_started_again_under_its_name_is_another() {
        replicas.heard(presence("a", 5));
        elapsed = elapsed.plus(Duration.ofSeconds(2));
        replicas.heard(presence("a", 1));
        replicas.heard(presence("a", 5));

        assertThat(names()).containsExactly("a 1", "a 5");
    }

    @Test
    void a_new_session_forgets_who_was_heard_before() {
        replicas.heard(presence("a", 0));

        replicas.listen();

        assertThat(replicas.alive()).isEmpty();
    }

    @Test
    void no_more_are_kept_than_there_can_be() {
        for (int i = 0; i < ReplicaRegistry.MOST + 10; i++) {
            replicas.heard(presence("replica-" + i, 0));
        }

        assertThat(replicas.alive()).hasSize(ReplicaRegistry.MOST);
    }

    @Test
    void the_one_that_answers_is_told_from_one_of_the_same_name() {
        replicas.heard(presence("a", 1));
        replicas.heard(presence("a", 2));

        assertThat(replicas.alive())
                .map(heard -> ReplicaView.of(heard, presence("a", 2)))
                .extracting(ReplicaView::answers)
                .containsExactly(false, true);
    }

    private List<String> names() {
        return replicas.alive().stream()
                .map(heard -> heard.presence().replica() + " "
                        + Duration.between(NOW, heard.presence().startedAt()).toSeconds())
                .toList();
    }

    private static ReplicaPresence presence(String name, int second) {
        return new ReplicaPresence(name, "1.2.0", NOW.plusSeconds(second), "read");
    }
}
