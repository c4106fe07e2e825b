package io.patchline.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.ingest.access.AccessToken;
import io.patchline.ingest.access.ConsoleProfile;
import io.patchline.ingest.session.SessionKeys;
import io.patchline.ingest.session.Sessions;
import io.patchline.patch.Digest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was begun in a session when the session is over. */
@QuarkusTest
@TestProfile(ConsoleProfile.class)
class SessionEndServiceTest {
    @Test
    @Timeout(60)
    void a_stream_ends_with_its_session() throws Exception {
        String cookie = cookieFor(Duration.ofSeconds(3));
        HttpRequest events = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/v1/events"))
                .header("Accept", "text/event-stream")
                .header("Cookie", "patchline_session=" + cookie)
                .build();

        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<InputStream> stream = client.send(events, BodyHandlers.ofInputStream());
            assertThat(stream.statusCode()).isEqualTo(200);
            readToTheEnd(stream.body());
            assertThat(client.send(events, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(401);
        }
    }

    /** Whichever end it is; a stream that goes on ends with the test's time. */
    private static void readToTheEnd(InputStream body) {
        try (body) {
            body.readAllBytes();
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }

    /** As a replica with the same key would have begun it. */
    private static String cookieFor(Duration lasts) {
        AccessToken token = new AccessToken(
                "reader", Set.of("read"), Digest.sha256(ConsoleProfile.READ_TOKEN), Optional.empty(), Optional.empty());
        Sessions sessions = new Sessions(
                SessionKeys.readOrMake(Path.of("target", "door", "console-key")), lasts, Clock.systemUTC());
        return sessions.cookie(sessions.begin(token.name(), token.binding(), Optional.empty()));
    }
}
