package io.patchline.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patchline.ingest.http.InvalidParameterException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    @Test
    void a_key_is_the_same_in_quotes_and_without() {
        assertThat(IdempotencyKey.in(List.of())).isEmpty();
        assertThat(IdempotencyKey.in(List.of("\"8e03978e-40d5\""))).contains("8e03978e-40d5");
        assertThat(IdempotencyKey.in(List.of(" 8e03978e-40d5 "))).contains("8e03978e-40d5");
        assertThat(IdempotencyKey.in(List.of("\"two words\""))).contains("two words");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "two words", "\"open", "ä", "a\"b", "\"a\\\"b\""})
    void what_is_no_key_is_refused(String header) {
        assertThatExceptionOfType(InvalidParameterException.class).isThrownBy(() -> IdempotencyKey.in(List.of(header)));
    }

    @Test
    void a_key_too_long_and_a_second_one_are_refused() {
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> IdempotencyKey.in(List.of("a".repeat(201))));
        assertThatExceptionOfType(InvalidParameterException.class)
                .isThrownBy(() -> IdempotencyKey.in(List.of("a", "a")));
    }

    @Test
    void its_id_is_always_the_same_and_another_for_another_source_or_key() {
        assertThat(IdempotencyKey.id("ci", "k"))
                .isEqualTo(IdempotencyKey.id("ci", "k"))
                .isNotEqualTo(IdempotencyKey.id("ci", "l"))
                .isNotEqualTo(IdempotencyKey.id("gpt", "k"));
        assertThat(IdempotencyKey.id("ci", "k").value()).matches("key-[0-9a-f]{40}");
    }
}
