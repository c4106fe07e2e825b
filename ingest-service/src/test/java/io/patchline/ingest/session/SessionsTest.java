package io.patchline.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
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

    private static Sessions at(Instant now, byte[]... keys) {
        return new Sessions(List.of(keys), Duration.ofHours(1), Clock.fixed(now, ZoneOffset.UTC));
    }
}
