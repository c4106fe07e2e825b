package io.patchline.ingest.login;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.patchline.ingest.config.SafeAddress;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the provider says of itself, and its keys. The one is asked for when somebody logs in and a minute is over, so that nobody is sent to a provider that has been away for longer; keys are kept, and asked for again
 * when a token names one that is not known, twice in half a minute at most. After a failure it is left alone for some seconds. Blocks. Safe for use by several threads. (Source: OpenID Connect Discovery 1.0, 4.)
 */
final class ProviderDocuments {
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final Duration LEFT_ALONE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ProviderDocuments.class);

    private final URI issuer;
    private final ProviderRequests requests;
    private final Clock clock;
    private @Nullable Known known;
    private Instant notBefore = Instant.MIN;

    /** What it says, until it is asked again. */
    record Known(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys, Instant until) {}

    ProviderDocuments(URI issuer, ProviderRequests requests, Clock clock) {
        this.issuer = issuer;
        this.requests = requests;
        this.clock = clock;
    }

    /**
     * @throws IOException if the provider does not answer, or says it is another one
     */
    synchronized Known get() throws IOException {
        Instant now = clock.instant();
        Known before = known;
        if (before != null && now.isBefore(before.until())) {
            return before;
        }
        if (now.isBefore(notBefore)) {
            throw new IOException("it did not answer a moment ago");
        }
        try {
            Known asked = ask(before, now);
            known = asked;
            return asked;
        } catch (IOException e) {
            notBefore = clock.instant().plus(LEFT_ALONE);
            throw e;
        }
    }

    private Known ask(@Nullable Known before, Instant now) throws IOException {
        URI at = URI.create(issuer.toString().replaceAll("/$", "") + WELL_KNOWN);
        OIDCProviderMetadata metadata;
        try {
            metadata = OIDCProviderMetadata.parse(
                    requests.retrieveResource(at.toURL()).getContent());
        } catch (ParseException e) {
            throw new IOException("its metadata cannot be used: " + e.getMessage(), e);
        }
        if (!metadata.getIssuer().getValue().equals(issuer.toString())) {
            throw new IOException("its metadata are those of another issuer: " + metadata.getIssuer());
        }
        URI keys = safe("jwks_uri", metadata.getJWKSetURI());
        safe("authorization_endpoint", metadata.getAuthorizationEndpointURI());
        safe("token_endpoint", metadata.getTokenEndpointURI());
        JWKSource<SecurityContext> source =
                before != null && keys.equals(before.metadata().getJWKSetURI()) ? before.keys() : keys(keys);
        return new Known(metadata, source, now.plus(KEPT));
    }

    private JWKSource<SecurityContext> keys(URI uri) throws IOException {
        LOG.atInfo().addKeyValue("issuer", issuer).addKeyValue("keys", uri).log("The identity provider is found");
        return JWKSourceBuilder.<SecurityContext>create(uri.toURL(), requests)
                .refreshAheadCache(false)
                .retrying(true)
                .build();
    }

    private static URI safe(String name, @Nullable URI uri) throws IOException {
        if (uri == null || !SafeAddress.isSafe(uri)) {
            throw new IOException("its metadata name no " + name + " that is https");
        }
        return uri;
    }
}
