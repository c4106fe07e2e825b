package io.patchline.ingest.access;

import io.patchline.ingest.config.Rate;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who was let in.
 *
 * @param name of the credential
 * @param scopes what it allows
 * @param rate how often it may be used, where that is not as for all
 * @param message what a signature says is one message: sent again it is the same one. Empty for whoever brings a token
 */
public record Caller(String name, Set<String> scopes, Optional<Rate> rate, Optional<String> message)
        implements Principal {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    static Caller holding(AccessToken token) {
        return new Caller(token.name(), token.scopes(), token.rate(), Optional.empty());
    }

    @Override
    public String getName() {
        return name;
    }
}
