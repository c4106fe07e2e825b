package io.patchline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.standardwebhooks.Webhook;
import io.patchline.ingest.config.Rate;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, made by the official library of Standard Webhooks and by GitHub's published example. */
class SignatureCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String BODY = "{\"id\":\"ä\",\"role\":\"command_patch\",\"patch\":\"true\"}";
    private static final String FIRST = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String SECOND = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static final String OTHER = "whsec_plJ3nmyCDGBKInavdOK15jsl6ZzW8Mkc";

    @TempDir
    private Path directory;

    private SignatureCheck check;

    @BeforeEach
    void configure() throws IOException {
        write("first", FIRST + "\n");
        write("second", SECOND);
        write("github", "It's a Secret to Everybody");
        write("other", OTHER);
        write("senders", "# who\nci:standard-webhooks:first,second rate=5/s\nhub:github:github\n");
        check = new SignatureCheck(new WebhookSigners(directory.resolve("senders")), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void what_the_official_library_signs_is_from_its_sender() {
        assertThat(signer(FIRST, "msg_1", NOW, BODY)).get().satisfies(caller -> {
            assertThat(caller.name()).isEqualTo("ci");
            assertThat(caller.scopes()).containsExactly(Scope.SUBMIT);
            assertThat(caller.rate()).contains(Rate.of("5/s"));
            assertThat(caller.message()).contains("msg_1");
        });
    }

    @Test
    void while_a_secret_is_replaced_both_are_good_and_one_of_several_signatures_is_enough() {
        assertThat(signer(SECOND, "msg_1", NOW, BODY)).isPresent();
        String both = sign(OTHER, "msg_1", NOW, BODY) + " v1a,x v2,y " + sign(SECOND, "msg_1", NOW, BODY);
        assertThat(signer(headers("msg_1", NOW, both), BODY)).isPresent();
    }

    @Test
    void a_secret_that_was_taken_out_is_good_no_more() throws IOException {
        write("senders", "ci:standard-webhooks:second\n");
        assertThat(signer(FIRST, "msg_1", NOW, BODY)).isEmpty();
        assertThat(signer(SECOND, "msg_1", NOW, BODY)).isPresent();
    }

    @Test
    void a_secret_file_that_was_changed_is_read_again() throws IOException {
        Files.setLastModifiedTime(
                write("first", OTHER), FileTime.from(Instant.now().plusSeconds(10)));
        assertThat(signer(OTHER, "msg_1", NOW, BODY)).isPresent();
        assertThat(signer(FIRST, "msg_1", NOW, BODY)).isEmpty();
    }

    static Stream<MultiMap> tampered() {
        String right = sign(FIRST, "msg_1", NOW, BODY);
        return Stream.of(
                headers("msg_2", NOW, right),
                headers("msg_1", NOW.plusSeconds(1), right),
                headers("msg_1", NOW, sign(OTHER, "msg_1", NOW, BODY)),
                headers("msg_1", NOW, sign(FIRST, "msg_1", NOW, BODY + " ")),
                headers("msg_1", NOW, right.substring(0, right.length() - 2) + "A="),
                headers("msg_1", NOW, "v1,"),
                headers("msg_1", NOW, "v1," + right.substring(3).toLowerCase(java.util.Locale.ROOT)),
                headers("msg_1", NOW, right.replace("v1,", "v1a,")));
    }

    @ParameterizedTest
    @MethodSource("tampered")
    void a_signature_that_is_not_of_this_message_time_body_and_secret_is_nobodys(MultiMap headers) {
        assertThat(signer(headers, BODY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, -86_400, 86_400, 99_999_999_999L})
    void a_time_too_far_from_ours_is_refused_before_the_body_is_read(long seconds) {
        Signature signature = Signature.in(headers(
                        "msg_1", NOW.plusSeconds(seconds), sign(FIRST, "msg_1", NOW.plusSeconds(seconds), BODY)))
                .orElseThrow();
        assertThat(check.refuseUnread(signature))
                .get()
                .extracting(AuthenticationFailure::reason)
                .isEqualTo("stale");
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 0, 300})
    void five_minutes_are_not_too_far(long seconds) {
        assertThat(signer(FIRST, "msg_1", NOW.plusSeconds(seconds), BODY)).isPresent();
    }

    @Test
    void headers_that_are_missing_double_or_malformed_are_refused() {
        String right = sign(FIRST, "msg_1", NOW, BODY);
        assertThat(Stream.of(
                        headers("msg_1", NOW, right).remove("webhook-id"),
                        headers("msg_1", NOW, right).remove("webhook-timestamp"),
                        headers("msg_1", NOW, right).add("webhook-id", "msg_1"),
                        headers("msg_1", NOW, right).add("webhook-signature", right),
                        headers("msg.1", NOW, right),
                        headers("msg 1", NOW, right),
                        headers("msg_1", NOW, right).set("webhook-timestamp", "1e9"),
                        headers("msg_1", NOW, right).set("webhook-timestamp", "-5"),
                        headers("msg_1", NOW, (right + " ").repeat(9)),
                        MultiMap.caseInsensitiveMultiMap().add("X-Hub-Signature-256", "sha1=00"),
                        MultiMap.caseInsensitiveMultiMap().add("X-Hub-Signature-256", "sha256=0")))
                .allSatisfy(headers -> assertThat(
                                check.refuseUnread(Signature.in(headers).orElseThrow()))
                        .get()
                        .extracting(AuthenticationFailure::reason)
                        .isEqualTo("unreadable"));
    }

    /** Source: docs.github.com, "Validating webhook deliveries", the values given there for testing. */
    @Test
    void githubs_own_example_is_right_and_another_body_is_not() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("X-Hub-Signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
        assertThat(signer(headers, "Hello, World!")).get().satisfies(caller -> {
            assertThat(caller.name()).isEqualTo("hub");
            assertThat(caller.message()).isPresent();
        });
        assertThat(signer(headers, "Hello, World?")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ci:standard-webhooks",
                "ci:slack:first",
                "ci:standard-webhooks:first,second,other",
                "ci:standard-webhooks:missing",
                "ci:standard-webhooks:github",
                "ci:github:short",
                "c i:github:github",
                "ci:github:github scopes=all"
            })
    void a_file_of_senders_that_is_wrong_is_refused_without_its_secrets(String line) throws IOException {
        write("short", "hunter2");
        Path file = write("wrong", line);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WebhookSigners(file))
                .withMessageContaining("line 1")
                .withMessageNotContainingAny("Everybody", "hunter2");
    }

    private Optional<Caller> signer(String secret, String message, Instant time, String body) {
        return signer(headers(message, time, sign(secret, message, time, body)), body);
    }

    private Optional<Caller> signer(MultiMap headers, String body) {
        Signature signature = Signature.in(headers).orElseThrow();
        return check.refuseUnread(signature).isPresent()
                ? Optional.empty()
                : check.signer(signature, body.getBytes(StandardCharsets.UTF_8));
    }

    private static MultiMap headers(String message, Instant time, String signatures) {
        return MultiMap.caseInsensitiveMultiMap()
                .add("Webhook-Id", message)
                .add("Webhook-Timestamp", Long.toString(time.getEpochSecond()))
                .add("Webhook-Signature", signatures);
    }

    private static String sign(String secret, String message, Instant time, String body) {
        try {
            return new Webhook(secret).sign(message, time.getEpochSecond(), body);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
