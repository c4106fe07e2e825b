package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerVersionTest {
    @ParameterizedTest
    @CsvSource({"4.3.6, 4.3.6", "3.10.8, 3.10.8", "4.3.0-rc.1, 4.3.0", "4.2.9+16.gabc, 4.2.9", "3.13.7~beta, 3.13.7"})
    void a_version_is_read_as_the_server_says_it(String text, String version) {
        assertThat(ServerVersion.parse(text)).hasToString("Optional[" + version + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "4.3", "v4.3.6", "4.3.6.1", "99999999999.1.1", "unknown"})
    void what_is_no_version_is_not_taken_for_one(String text) {
        assertThat(ServerVersion.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4.2.0, 4.2.9", "4.2.8, 4.2.9", "4.3.0, 4.3.5", "4.3.4, 4.3.5"})
    void a_version_with_known_faults_names_the_one_that_mends_them(String faulty, String mended) {
        assertThat(ServerVersion.parse(faulty).orElseThrow().mendedIn()).hasToString("Optional[" + mended + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.10.8", "4.0.5", "4.1.9", "4.2.9", "4.2.10", "4.3.5", "4.3.6", "4.4.0"})
    void others_have_none_that_are_known(String version) {
        assertThat(ServerVersion.parse(version).orElseThrow().mendedIn()).isEmpty();
    }

    @Test
    void a_person_is_told_of_faults_and_of_versions_that_were_not_tried() {
        assertThat(ServerVersion.advice("4.3.6")).isEmpty();
        assertThat(ServerVersion.advice("4.3.4"))
                .hasValueSatisfying(advice -> assertThat(advice).contains("upgrade to 4.3.5"));
        assertThat(ServerVersion.advice("4.1.9"))
                .hasValueSatisfying(advice -> assertThat(advice).contains("not tried", "4.3.6"));
        assertThat(ServerVersion.advice("unknown")).isPresent();
    }

    @Test
    void what_was_tried_is_known() {
        assertThat(new ServerVersion(4, 3, 6).isTried()).isTrue();
        assertThat(new ServerVersion(4, 3, 7).isTried()).isFalse();
    }
}
