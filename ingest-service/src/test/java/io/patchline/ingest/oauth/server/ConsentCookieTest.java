package io.patchline.ingest.oauth.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

class ConsentCookieTest {
    @Test
    void it_comes_with_the_navigation_from_the_clients_site_and_is_kept_from_scripts() {
        ConsentCookie cookie = new ConsentCookie(new ServerAddress(URI.create("https://patchline.example")));

        assertThat(cookie.header("text"))
                .startsWith("__Host-patchline-consent=text;")
                .contains("SameSite=Lax", "HttpOnly", "Path=/", "; Secure");
    }
}
