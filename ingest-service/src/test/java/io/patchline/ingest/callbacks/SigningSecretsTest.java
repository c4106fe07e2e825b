package io.patchline.ingest.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The standard's own Java library is the oracle. */
class SigningSecretsTest {
    private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String BODY = "{\"grüße\":\"🚀\"}";

    @TempDir
    Path directory;

    @Test
    void what_is_signed_verifies() throws Exception {
        new Webhook(OLD).verify(BODY, signed(SigningSecrets.read(file(OLD)), BODY));
    }

    @Test
    void while_a_secret_is_changed_receivers_with_the_old_and_with_the_new_one_can_verify() throws Exception {
        HttpHeaders headers = signed(SigningSecrets.read(file(NEW + "\n" + OLD)), BODY);

        new Webhook(OLD).verify(BODY, headers);
        new Webhook(NEW).verify(BODY, headers);
    }

    @Test
    void another_body_or_another_secret_does_not_verify() throws Exception {
        HttpHeaders headers = signed(SigningSecrets.read(file(OLD)), BODY);

        assertThatThrownBy(() -> new Webhook(OLD).verify(BODY + " ", headers))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> new Webhook(NEW).verify(BODY, headers))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n# only a comment\n", "secret", "whsec_", "whsec_AAAA", "whsec_not base64 at all"})
    void a_file_without_a_good_secret_is_refused_and_not_repeated(String contents) throws IOException {
        Path file = file(contents);

        assertThatThrownBy(() -> SigningSecrets.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patchline.callbacks.secret-file")
                .message()
                .satisfies(message -> assertThat(message).doesNotContain("AAAA", "base64 at all"));
    }

    private HttpHeaders signed(SigningSecrets secrets, String body) {
        Instant now = Instant.now();
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of("id-1"),
                        "webhook-timestamp", List.of(Long.toString(now.getEpochSecond())),
                        "webhook-signature", List.of(secrets.sign("id-1", now, body.getBytes(UTF_8)))),
                (name, value) -> true);
    }

    private Path file(String contents) throws IOException {
        return Files.writeString(directory.resolve("secrets"), contents);
    }
}
