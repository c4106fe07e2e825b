package io.patchline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where everybody on this machine is let in, a web page that a browser here has loaded is not. */
@QuarkusTest
@TestProfile(AnonymousServiceTest.Profile.class)
class AnonymousServiceTest {
    public static class Profile implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "patchline.access.anonymous", "true",
                    "smallrye.config.mapping.validate-unknown", "false",
                    "quarkus.log.category.\"io.patchline\".level", "ERROR",
                    "patchline.broker.url", "amqp://guest:guest@127.0.0.1:1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example",
                "Host: 127.0.0.1.evil.example",
                "Host: localhost.evil.example:80",
                "Host: 10.0.0.1",
                "Host: localhost\r\nOrigin: https://evil.example",
                "Host: localhost\r\nOrigin: null",
                "Host: localhost\r\nOrigin: http://localhost:1",
                "Host: localhost\r\nOrigin: http://localhost\r\nOrigin: http://evil.example"
            })
    void a_page_of_a_stranger_is_refused(String headers) throws IOException {
        assertThat(submit(headers)).startsWith("HTTP/1.1 403").contains("\"code\":\"forbidden\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost",
                "Host: LOCALHOST:5555",
                "Host: 127.0.0.1:5555",
                "Host: 127.1.2.3",
                "Host: [::1]:5555",
                "Host: patchline.localhost",
                "Host: localhost:5555\r\nOrigin: http://localhost:5555"
            })
    void who_speaks_for_himself_is_let_in(String headers) throws IOException {
        assertThat(submit(headers)).startsWith("HTTP/1.1 4").doesNotContain("403", "forbidden");
    }

    @Test
    void health_is_for_this_machine_too() throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            assertThat(client.send("GET /v1/patches HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
                            .answer())
                    .startsWith("HTTP/1.1 403");
        }
    }

    private static String submit(String headers) throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            return client.send("POST /webhook HTTP/1.1\r\n" + headers
                            + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}")
                    .answer();
        }
    }
}
