package io.patchline.ingest.oauth.provider;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.Set;

/** Which signatures of an identity provider are believed, on any of its tokens: by an asymmetric algorithm, so that nobody signs with what is public. (Source: RFC 8725, 3.1.) */
public final class ProviderSignatures {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    private ProviderSignatures() {}

    /** What finds the key for a token among the provider's. */
    public static JWSKeySelector<SecurityContext> by(JWKSource<SecurityContext> keys) {
        return new JWSVerificationKeySelector<>(ALGORITHMS, keys);
    }
}
