package io.patchline.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    @Test
    void a_misspelt_parameter_is_refused_with_those_that_are_allowed() {
        assertThatThrownBy(() -> with("stat", "failed"))
                .hasMessage("There is no parameter \"stat\" here. Allowed are n, t, s.");
    }

    @Test
    void several_values_come_one_by_one_or_by_commas() {
        assertThat(new Parameters(Map.of("s", List.of("a,b", " c ", "")), "s").several("s"))
                .containsExactly("a", "b", "c");
        assertThatThrownBy(() -> new Parameters(Map.of("t", List.of("a", "b")), "t").one("t"))
                .hasMessageContaining("more than once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "0", "11", "1.5", "ten", "99999999999999999999"})
    void a_number_out_of_bounds_is_refused_with_the_bounds(String value) {
        assertThatThrownBy(() -> with("n", value).number("n", 1, 10))
                .hasMessageContaining("a whole number from 1 to 10");
        assertThat(with("n", "10").number("n", 1, 10)).contains(10L);
        assertThat(with("t", "x").number("n", 1, 10)).isEmpty();
    }

    @Test
    void a_time_is_in_utc() {
        assertThat(with("t", "2026-11-21T08:30:00Z").time("t").orElseThrow()).hasToString("2026-11-21T08:30:00Z");
        assertThatThrownBy(() -> with("t", "yesterday\r\n").time("t")).hasMessageContaining("not \"yesterday  \"");
    }

    @Test
    void a_value_without_end_is_refused() {
        assertThatThrownBy(() -> with("t", "x".repeat(5000)).one("t")).hasMessageContaining("more than 4096");
    }

    @Test
    void a_value_that_is_missing_is_refused_unless_it_may_be() {
        assertThatThrownBy(() -> with("t", "").one("t")).hasMessageContaining("has no value");
        assertThat(with("t", "").oneOrNothing("t")).contains("");
        assertThat(with("n", "1").one("t")).isEmpty();
    }

    @Test
    void a_cursor_that_is_not_ours_is_refused() {
        assertThatThrownBy(() -> with("t", "c1").cursor("t")).hasMessageContaining("not one of ours");
        assertThat(with("t", new Cursor(7).token()).cursor("t")).contains(new Cursor(7));
    }

    @Test
    void a_flag_is_true_or_false_and_true_when_only_its_name_is_given() {
        assertThat(with("t", "true").flag("t")).isTrue();
        assertThat(with("t", "").flag("t")).isTrue();
        assertThat(with("t", "false").flag("t")).isFalse();
        assertThat(with("n", "1").flag("t")).isFalse();
        assertThatThrownBy(() -> with("t", "yes").flag("t")).hasMessage("The parameter t is true or false.");
    }

    private static Parameters with(String name, String value) {
        return new Parameters(Map.of(name, List.of(value)), "n", "t", "s");
    }
}
