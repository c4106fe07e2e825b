package io.patchline.ingest.oauth.grant;

import java.time.Instant;
import java.util.Set;

/**
 * What a person allowed.
 *
 * @param grant its id, 16 hexadecimal digits
 * @param person name of the token that was shown
 * @param binding of that very token, so that another one of its name does not bring the grant back
 * @param client id of the client
 * @param clientName as the client calls itself
 * @param redirectUri where the code was sent
 * @param challenge of PKCE, by S256
 * @param resource which service the tokens are for (RFC 8707)
 * @param scopes what may be done at most
 * @param granted when
 * @param expires from when on the grant is over, whatever is refreshed
 */
public record Consent(
        String grant,
        String person,
        String binding,
        String client,
        String clientName,
        String redirectUri,
        String challenge,
        String resource,
        Set<String> scopes,
        Instant granted,
        Instant expires) {
    public Consent {
        scopes = Set.copyOf(scopes);
    }
}
