package io.patchline.ingest.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.util.Optional;
import java.util.function.BiFunction;

/** Something hostile, and how it is refused. */
record HostileRow(String name, BiFunction<OAuthSite, TestClient, HTTPResponse> attempt, HostileRow.Refusal refusal) {
    /** How something is refused. */
    record Refusal(int status, Optional<String> error, boolean redirected) {
        /** On a page; nothing is sent anywhere. */
        static Refusal page(int status) {
            return new Refusal(status, Optional.empty(), false);
        }

        /** To the client, through the browser, at its registered redirect URI. */
        static Refusal told(String error) {
            return new Refusal(303, Optional.of(error), true);
        }

        /** To the client. */
        static Refusal client(int status, String error) {
            return new Refusal(status, Optional.of(error), false);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** Tries it at a site of its own. */
    void isRefused() {
        OAuthSite site = new OAuthSite();
        TestClient client = TestClient.described(site);

        HTTPResponse response = attempt.apply(site, client);

        assertThat(response.getStatusCode()).as("%s", response.getBody()).isEqualTo(refusal.status());
        if (refusal.redirected()) {
            assertThat(response.getLocation().toString()).startsWith(TestClient.REDIRECT + "?");
            assertThat(TestClient.answer(response, "iss")).isEqualTo(OAuthSite.BASE + "/oauth");
            assertThat(TestClient.answer(response, "state")).isEqualTo("a state & more");
            assertThat(TestClient.answer(response, "code")).isEmpty();
            assertThat(TestClient.answer(response, "error"))
                    .isEqualTo(refusal.error().orElseThrow());
        } else {
            assertThat(response.getLocation()).isNull();
            refusal.error()
                    .ifPresent(error -> assertThat(TestClient.json(response)).containsEntry("error", error));
        }
    }
}
