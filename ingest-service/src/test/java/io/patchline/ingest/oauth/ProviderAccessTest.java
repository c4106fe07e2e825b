package io.patchline.ingest.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class ProviderAccessTest {
    @Test
    void keys_that_are_not_looked_up_again_so_soon_are_no_warning() {
        assertThat(ProviderAccess.level(new IOException("no keys", new RateLimitReachedException())))
                .isEqualTo(Level.DEBUG);
        assertThat(ProviderAccess.level(new IOException("no keys", new IOException("connection refused"))))
                .isEqualTo(Level.WARN);
        assertThat(ProviderAccess.level(new IOException("no jwks_uri"))).isEqualTo(Level.WARN);
    }
}
