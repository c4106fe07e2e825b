package io.patchline.ingest.access;

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
public record Visitor(String name, Set<String> scopes, Optional<Rate> rate, Optional<String> message)
        implements Principal {
    public Visitor {
        scopes = Set.copyOf(scopes);
    }

    static Visitor holding(AccessToken token) {
        return new Visitor(token.name(), token.scopes(), token.rate(), Optional.empty());
    }

    @Override
    public String getName() {
        return name;
    }
}
