package io.patchline.ingest.oauth.grant;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Set;

/**
 * A message of the stream {@code patches.grants}. Its place there decides: of two that redeem one code the first does. Holds hashes and never what they are of.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = GrantEvent.Granted.class, name = "granted"),
    @JsonSubTypes.Type(value = GrantEvent.Redeemed.class, name = "redeemed"),
    @JsonSubTypes.Type(value = GrantEvent.Refreshed.class, name = "refreshed"),
    @JsonSubTypes.Type(value = GrantEvent.Revoked.class, name = "revoked"),
    @JsonSubTypes.Type(value = GrantEvent.RegistrationKey.class, name = "registration_key")
})
sealed interface GrantEvent {
    /** When it was written, by the clock of the replica that wrote it. */
    Instant at();

    /** Of the events that are about a grant. */
    sealed interface OfGrant extends GrantEvent {
        /** The grant's id. */
        String grant();
    }

    /**
     * A person allowed a client something, and the client was sent a code.
     *
     * @param code hash of the code
     * @param codeExpires from when on the code is good for nothing
     */
    record Granted(Instant at, Consent consent, String code, Instant codeExpires) implements OfGrant {
        @Override
        public String grant() {
            return consent.grant();
        }
    }

    /** The code was exchanged for tokens. A second time it revokes the grant. */
    record Redeemed(Instant at, String grant, String family, Issued issued) implements OfGrant {}

    /**
     * A refresh token was exchanged for the next one. One that is not the newest revokes the grant.
     *
     * @param from hash of the refresh token that was shown
     */
    record Refreshed(Instant at, String grant, String from, Issued issued) implements OfGrant {}

    /**
     * The grant is over.
     *
     * @param by who revoked it
     */
    record Revoked(Instant at, String grant, String by) implements OfGrant {}

    /**
     * Signs registrations of clients.
     *
     * @param key 256 random bits in Base64 for URLs
     */
    record RegistrationKey(Instant at, String key) implements GrantEvent {}

    /**
     * A pair of tokens.
     *
     * @param access hash of the access token
     * @param accessExpires from when on it lets nobody in
     * @param scopes that the access token has
     * @param refresh hash of the refresh token
     */
    record Issued(String access, Instant accessExpires, Set<String> scopes, String refresh) {
        public Issued {
            scopes = Set.copyOf(scopes);
        }
    }
}
