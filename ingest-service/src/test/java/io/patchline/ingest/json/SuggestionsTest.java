package io.patchline.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuggestionsTest {
    private static final List<String> KNOWN = List.of("id", "patch", "timeout", "mutations", "old_string");

    @ParameterizedTest
    @CsvSource({
        "ID, id",
        "Patch, patch",
        "patc, patch",
        "pathc, patch",
        "time_out, timeout",
        "timeuot, timeout",
        "timeouts, timeout",
        "mutatoins, mutations",
        "mutatin, mutations",
        "oldString, old_string",
        "old-string, old_string",
        "oldstrng, old_string"
    })
    void a_slip_leads_to_the_word_that_was_meant(String word, String meant) {
        assertThat(Suggestions.meant(word, KNOWN)).contains(meant);
        assertThat(Suggestions.question(word, KNOWN)).isEqualTo(" Did you mean \"" + meant + "\"?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ids", "od", "pat", "pitches", "tmot", "mutatXYns_", "string", "description"})
    void another_word_was_not_meant(String word) {
        assertThat(Suggestions.meant(word, List.of("id", "patch", "timeout"))).isEmpty();
        assertThat(Suggestions.question(word, List.of("id", "patch", "timeout")))
                .isEmpty();
    }

    @Test
    void the_closest_word_is_the_one_meant() {
        assertThat(Suggestions.meant("mutation", List.of("mutatiXX", "mutations", "mutatioXs")))
                .contains("mutations");
    }

    @Test
    void a_short_word_with_a_slip_is_a_word_of_its_own() {
        assertThat(Suggestions.surelyMeant("batch", KNOWN)).isEmpty();
        assertThat(Suggestions.surelyMeant("mutatin", KNOWN)).isEmpty();
        assertThat(Suggestions.surelyMeant("PATCH", KNOWN)).contains("patch");
        assertThat(Suggestions.surelyMeant("timout", KNOWN)).contains("timeout");
    }
}
