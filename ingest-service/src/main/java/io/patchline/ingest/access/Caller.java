package io.patchline.ingest.access;

import io.patchline.ingest.config.Rate;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.HashSet;
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
 * @param address from which the request came, where that is known and may be kept
 * @param binding a secret text that ties to this credential what is handed out to its holder: the same at every replica, for as long as the credential is good
 */
public record Caller(
        String name,
        Set<String> scopes,
        Optional<Rate> rate,
        Optional<String> message,
        Optional<String> address,
        String binding)
        implements Principal {
    public Caller {
        scopes = Set.copyOf(scopes);
    }

    /** Somebody whose address is not known. */
    public Caller(String name, Set<String> scopes, Optional<Rate> rate, Optional<String> message, String binding) {
        this(name, scopes, rate, message, Optional.empty(), binding);
    }

    /** The same somebody, who asks from there. */
    public Caller at(String from) {
        return new Caller(name, scopes, rate, message, Optional.of(from), binding);
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

    /**
     * The same somebody as a client acts for him, which he allowed some of what he may do himself.
     *
     * @param grant id of what he allowed
     */
    public Caller narrowed(Set<String> granted, String grant) {
        Set<String> both = new HashSet<>(granted);
        both.retainAll(scopes);
        byte[] key = binding.getBytes(StandardCharsets.UTF_8);
        return new Caller(
                name,
                both,
                rate,
                message,
                address,
                HexFormat.of().formatHex(Hmac.of(key, "grant " + grant, new byte[0])));
    }

    /** Without the binding, which is nobody else's business. */
    @Override
    public String toString() {
        return name + " " + scopes;
    }
}
