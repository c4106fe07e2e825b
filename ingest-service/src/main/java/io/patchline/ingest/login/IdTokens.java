package io.patchline.ingest.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.validators.IDTokenClaimsVerifier;
import io.patchline.ingest.oauth.provider.ProviderSignatures;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;

/**
 * Checks ID tokens: signed with one of the provider's keys by an asymmetric algorithm, from it, for this client, made for this login, neither expired nor of the future. (Sources: OpenID Connect Core
 * 3.1.3.7; RFC 8725.) Safe for use by several threads.
 */
final class IdTokens {
    private static final int CLOCKS_DIFFER_BY_SECONDS = 60;

    private final Issuer issuer;
    private final ClientID client;

    IdTokens(URI issuer, String client) {
        this.issuer = new Issuer(issuer);
        this.client = new ClientID(client);
    }

    /**
     * What it says. Blocks while keys are fetched.
     *
     * @throws BadJOSEException if it is not to be believed
     * @throws IOException if the provider's keys cannot be had
     */
    JWTClaimsSet check(JWT token, JWKSource<SecurityContext> keys, String nonce) throws BadJOSEException, IOException {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(ProviderSignatures.by(keys));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, null));
        IDTokenClaimsVerifier verifier =
                new IDTokenClaimsVerifier(issuer, client, new Nonce(nonce), CLOCKS_DIFFER_BY_SECONDS);
        processor.setJWTClaimsSetVerifier(verifier::verify);
        try {
            JWTClaimsSet claims = processor.process(token, null);
            checkParty(claims);
            return claims;
        } catch (ParseException e) {
            throw new BadJWTException("it cannot be read", e);
        } catch (JOSEException e) {
            throw new IOException("the identity provider's keys cannot be had", e);
        }
    }

    /** Stricter than the library: who it was issued to is said where there are several audiences, and is always this client. (Source: OpenID Connect Core 3.1.3.7, 3 to 5.) */
    private void checkParty(JWTClaimsSet claims) throws BadJWTException, ParseException {
        String party = claims.getStringClaim("azp");
        if (party == null ? claims.getAudience().size() > 1 : !party.equals(client.getValue())) {
            throw new BadJWTException("it was issued to another client");
        }
    }
}
