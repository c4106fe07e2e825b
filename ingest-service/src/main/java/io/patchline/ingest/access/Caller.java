package io.patchline.ingest.access;

import io.patchline.ingest.config.Rate;
import java.security.Principal;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who was let in.
 *
 * @param name of the credential
 * @param scopes what it allows
 * @param rate how often it may be used, where that is not as for all
 * @param message what a signature says is one message: sent again it is the same one. Empty for whoever brings a token
 * @param binding a secret text that ties to this credential what is handed out to its holder: the same at every replica, for as long as the credential is good
 */
public record Caller(String name, Set<String> scopes, Optional<Rate> rate, Optional<String> message, String binding)
        implements Principal {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    static Caller holding(AccessToken token) {
        String binding = HexFormat.of().formatHex(Hmac.of(token.sha256(), "patchline binding", new byte[0]));
        return new Caller(token.name(), token.scopes(), token.rate(), Optional.empty(), binding);
    }

    @Override
    public String getName() {
        return name;
    }

    /** Whether it allows this. */
    public boolean has(String scope) {
        return scopes.contains(scope);
    }

    /** Without the binding, which is nobody else's business. */
    @Override
    public String toString() {
        return name + " " + scopes;
    }
}
