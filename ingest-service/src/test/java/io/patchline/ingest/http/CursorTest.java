package io.patchline.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1234567890123L, Long.MAX_VALUE})
    void a_cursor_comes_back_as_it_was_sent(long place) {
        String token = new Cursor(place).token();

        assertThat(Cursor.parse(token)).isEqualTo(new Cursor(place));
        assertThat(token).matches("[A-Za-z0-9_-]{13}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "17",
                "c1",
                "c1AAAAAAAAAA",
                "c1AAAAAAAAAAAA",
                "c2AAAAAAAAAAA",
                "c1__________8",
                "c1AAAAA=AAAAA"
            })
    void anything_else_is_refused(String token) {
        assertThatThrownBy(() -> Cursor.parse(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave it out");
    }

    @Test
    void there_is_no_place_before_the_first() {
        assertThatThrownBy(() -> new Cursor(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
