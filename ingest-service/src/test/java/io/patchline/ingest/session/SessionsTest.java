package io.patchline.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NEWER = "f123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

    private final Sessions sessions = at(NOON, KEY);

    @Test
    void a_session_is_known_again_at_every_replica_with_the_key_and_nowhere_else() {
        Session session = sessions.begin("anna", "binding", Optional.empty());

        assertThat(at(NOON.plusSeconds(3599), KEY).of(sessions.cookie(session))).contains(session);
        assertThat(at(NOON, NEWER, KEY).of(sessions.cookie(session))).contains(session);
        assertThat(at(NOON, NEWER).of(sessions.cookie(session))).isEmpty();
    }

    @Test
    void it_ends_when_its_time_is_over_or_the_tokens_own() {
        Session session = sessions.begin("anna", "binding", Optional.empty());
        Session shorter = sessions.begin("anna", "binding", Optional.of(NOON.plusSeconds(60)));

        assertThat(at(NOON.plusSeconds(3600), KEY).of(sessions.cookie(session))).isEmpty();
        assertThat(shorter.expires()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void every_change_of_a_cookie_spoils_it() {
        String cookie = sessions.cookie(sessions.begin("anna", "binding", Optional.empty()));

        for (int i = 0; i < cookie.length(); i++) {
            char other = cookie.charAt(i) == 'x' ? 'y' : 'x';
            String spoilt = cookie.substring(0, i) + other + cookie.substring(i + 1);
            // The last character of each part has bits that Base64 does not use: the same bytes may be written twice.
            if (i != cookie.indexOf('.') - 1 && i != cookie.length() - 1) {
                assertThat(sessions.of(spoilt)).as(spoilt).isEmpty();
            }
        }
        assertThat(List.of("", ".", "a.b", "ä.ö", cookie + "x", "x" + cookie))
                .allSatisfy(text -> assertThat(sessions.of(text)).isEmpty());
    }

    @Test
    void what_is_signed_for_one_purpose_is_good_for_no_other() {
        Session session = sessions.begin("anna", "binding", Optional.empty());

        assertThat(sessions.of(sessions.code("anna", "binding"))).isEmpty();
        assertThat(sessions.ofCode(sessions.cookie(session))).isEmpty();
        assertThat(sessions.isCsrf(session, sessions.cookie(session))).isFalse();
    }

    @Test
    void the_csrf_text_belongs_to_one_session() {
        Session one = sessions.begin("anna", "binding", Optional.empty());
        Session other = sessions.begin("anna", "binding", Optional.empty());

        assertThat(sessions.isCsrf(one, sessions.csrf(one))).isTrue();
        assertThat(sessions.isCsrf(one, sessions.csrf(other))).isFalse();
        assertThat(sessions.isCsrf(one, "")).isFalse();
        assertThat(at(NOON, NEWER, KEY).isCsrf(one, sessions.csrf(one))).isTrue();
    }

    @Test
    void a_code_is_good_for_fifteen_minutes() {
        String code = sessions.code("anna", "binding");

        assertThat(at(NOON.plusSeconds(899), KEY).ofCode(code))
                .map(Session::name)
                .contains("anna");
        assertThat(at(NOON.plusSeconds(900), KEY).ofCode(code)).isEmpty();
    }

    @Test
    void a_persons_session_has_its_scopes_and_is_the_shorter_of_both() {
        Session hour = sessions.begin("oidc:anna", "rules", Set.of("read", "submit"), Duration.ofHours(2));
        Session shorter = sessions.begin("oidc:anna", "rules", Set.of("read"), Duration.ofMinutes(5));

        assertThat(at(NOON, KEY).of(sessions.cookie(hour))).contains(hour);
        assertThat(hour.scopes()).contains(Set.of("read", "submit"));
        assertThat(hour.expires()).isEqualTo(NOON.plusSeconds(3600));
        assertThat(shorter.expires()).isEqualTo(NOON.plusSeconds(300));
        assertThat(sessions.begin("anna", "binding", Optional.empty()).scopes()).isEmpty();
    }

    @Test
    void a_login_that_was_begun_is_known_at_every_replica_for_ten_minutes() {
        PendingLogin login = sessions.pending("/console/");
        String cookie = sessions.cookie(login);

        assertThat(at(NOON.plusSeconds(599), KEY).ofPending(cookie)).contains(login);
        assertThat(at(NOON.plusSeconds(600), KEY).ofPending(cookie)).isEmpty();
        assertThat(at(NOON, NEWER, KEY).ofPending(cookie)).contains(login);
        assertThat(at(NOON, NEWER).ofPending(cookie)).isEmpty();
        assertThat(sessions.of(cookie)).isEmpty();
        assertThat(sessions.ofCode(cookie)).isEmpty();
        assertThat(sessions.ofPending(sessions.code("anna", "binding"))).isEmpty();
        assertThat(List.of(login.state(), login.nonce(), login.verifier()))
                .doesNotHaveDuplicates()
                .allMatch(text -> text.matches("[A-Za-z0-9_-]{43}"));
    }

    private static Sessions at(Instant now, byte[]... keys) {
        return new Sessions(List.of(keys), Duration.ofHours(1), Clock.fixed(now, ZoneOffset.UTC));
    }
}
