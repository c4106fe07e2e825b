package io.patchline.ingest.oauth.grant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of {@code patches.grants} as they are written since the first version that had them: grants of 90 days have to be read by the next. */
class GrantEventContractTest {
    private static final ObjectMapper JSON = MessageCodec.mapper();

    @ParameterizedTest
    @ValueSource(strings = {"""
                {"event":"granted","at":"2026-11-26T12:00:00Z","consent":{"grant":"0123456789abcdef","person":"jo","binding":"b","client":"https://c.example/c.json",
                "clientName":"C","redirectUri":"https://c.example/cb","challenge":"x","resource":"https://p.example/mcp-oauth","scopes":["read"],
                "granted":"2026-11-26T12:00:00Z","expires":"2027-02-24T12:00:00Z"},"code":"c0de","codeExpires":"2026-11-26T12:01:00Z"}""", """
                {"event":"redeemed","at":"2026-11-26T12:00:00Z","grant":"0123456789abcdef","family":"fa","issued":{"access":"ac",
                "accessExpires":"2026-11-26T13:00:00Z","scopes":["read"],"refresh":"re"}}""", """
                {"event":"refreshed","at":"2026-11-26T12:00:00Z","grant":"0123456789abcdef","from":"re","issued":{"access":"ac",
                "accessExpires":"2026-11-26T13:00:00Z","scopes":["read"],"refresh":"re"}}""", """
                {"event":"revoked","at":"2026-11-26T12:00:00Z","grant":"0123456789abcdef","by":"jo"}""", """
                {"event":"registration_key","at":"2026-11-26T12:00:00Z","key":"k"}"""})
    void a_message_is_read_and_written_as_ever(String message) throws IOException {
        GrantEvent event = JSON.readValue(message, GrantEvent.class);

        assertThat(JSON.readTree(JSON.writeValueAsBytes(event))).isEqualTo(JSON.readTree(message));
    }
}
