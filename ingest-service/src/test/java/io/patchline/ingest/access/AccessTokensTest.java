package io.patchline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.patchline.ingest.config.Rate;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {
    @TempDir
    private Path directory;

    @Test
    void a_token_is_known_by_its_hash_and_tells_its_holder_and_scopes() throws IOException {
        AccessTokens tokens = new AccessTokens(file("# who\nci:submit,read:" + hash("right") + "\n"));

        assertThat(tokens.holderOf("right")).get().satisfies(holder -> {
            assertThat(holder.name()).isEqualTo("ci");
            assertThat(holder.scopes()).containsExactlyInAnyOrder("submit", "read");
        });
        assertThat(tokens.holderOf("wrong")).isEmpty();
        assertThat(tokens.holderOf(hash("right"))).isEmpty();
    }

    @Test
    void a_changed_file_is_read_again_and_a_broken_one_changes_nothing() throws IOException {
        AccessTokens tokens = new AccessTokens(file("a:read:" + hash("one")));

        change("b:read:" + hash("two"), 10);
        assertThat(tokens.holderOf("one")).isEmpty();
        assertThat(tokens.holderOf("two")).isPresent();

        change("nonsense", 20);
        assertThat(tokens.holderOf("two")).isPresent();
    }

    @Test
    void the_last_token_that_is_revoked_lets_nobody_in_any_more() throws IOException {
        AccessTokens tokens = new AccessTokens(file("a:read:" + hash("one")));
        change("# none left\n", 10);
        assertThat(tokens.holderOf("one")).isEmpty();
    }

    @Test
    void a_file_of_another_length_is_read_again_although_its_time_is_the_same() throws IOException {
        AccessTokens tokens = new AccessTokens(file("a:read:" + hash("one")));
        FileTime time = Files.getLastModifiedTime(directory.resolve("tokens"));
        Files.setLastModifiedTime(file("a:read:" + hash("one") + "\nb:read:" + hash("two")), time);
        assertThat(tokens.holderOf("two")).isPresent();
    }

    @Test
    void a_token_may_end_and_have_a_rate_of_its_own() throws IOException {
        AccessTokens tokens =
                new AccessTokens(file("a:read:" + hash("one") + " expires=2027-01-31T00:00:00Z rate=60/m"));
        assertThat(tokens.holderOf("one")).get().satisfies(holder -> {
            assertThat(holder.rate()).contains(Rate.of("60/m"));
            assertThat(holder.isExpired(Instant.parse("2027-01-30T23:59:59Z"))).isFalse();
            assertThat(holder.isExpired(Instant.parse("2027-01-31T00:00:00Z"))).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"expires=soon", "expires=2027-01-31", "rate=fast", "colour=red", "rate=1/s rate=2/s", "x"})
    void an_option_that_is_wrong_makes_the_file_wrong(String option) throws IOException {
        Path file = file("a:read:" + hash("one") + " " + option);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccessTokens(file))
                .withMessageContaining("line 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# only a comment",
                "a:read",
                "a:everything:00",
                "a b:read:00",
                "a:read:00",
                "a::00",
                "a:read:xyz"
            })
    void a_file_that_is_wrong_is_refused_with_its_name_and_without_its_content(String text) throws IOException {
        Path file = file(text);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccessTokens(file))
                .withMessageContaining("tokens")
                .withMessageNotContaining("everything");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("tokens"), text);
    }

    private void change(String text, int secondsLater) throws IOException {
        Files.setLastModifiedTime(file(text), FileTime.from(Instant.now().plusSeconds(secondsLater)));
    }

    private static String hash(String token) {
        return Digest.sha256Hex(token.getBytes(StandardCharsets.UTF_8));
    }
}
