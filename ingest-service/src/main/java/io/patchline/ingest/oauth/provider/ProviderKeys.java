package io.patchline.ingest.oauth.provider;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider's keys, found by its metadata and remembered: looked up at first use, and again when a token names a key that is not known, twice a minute at most.
 * Safe for use by several threads.
 */
final class ProviderKeys {
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int LARGEST = 512 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);

    private final URI issuer;
    private @Nullable JWKSource<SecurityContext> source;

    ProviderKeys(URI issuer) {
        this.issuer = issuer;
    }

    /**
     * Where keys come from; blocks while the metadata are fetched.
     *
     * @throws IOException if the provider does not answer, or says it is another one
     */
    synchronized JWKSource<SecurityContext> source() throws IOException {
        JWKSource<SecurityContext> known = source;
        if (known == null) {
            URI keys = keysUri();
            LOG.atInfo()
                    .addKeyValue("issuer", issuer)
                    .addKeyValue("keys", keys)
                    .log("The identity provider's keys are found");
            known = JWKSourceBuilder.create(
                            keys.toURL(), new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, LARGEST))
                    .retrying(true)
                    .build();
            source = known;
        }
        return known;
    }

    private URI keysUri() throws IOException {
        URI keys;
        try {
            keys = OIDCProviderMetadata.resolve(new Issuer(issuer), TIMEOUT_MILLIS, TIMEOUT_MILLIS)
                    .getJWKSetURI();
        } catch (GeneralException | IOException e) {
            LOG.atDebug().setCause(e).log("No metadata by OpenID Connect; those of RFC 8414 are tried");
            keys = serverKeysUri();
        }
        if (keys == null) {
            throw new IOException("the provider's metadata name no jwks_uri");
        }
        return keys;
    }

    private @Nullable URI serverKeysUri() throws IOException {
        try {
            return AuthorizationServerMetadata.resolve(new Issuer(issuer), TIMEOUT_MILLIS, TIMEOUT_MILLIS)
                    .getJWKSetURI();
        } catch (GeneralException e) {
            throw new IOException("the provider's metadata cannot be used: " + e.getMessage(), e);
        }
    }
}
