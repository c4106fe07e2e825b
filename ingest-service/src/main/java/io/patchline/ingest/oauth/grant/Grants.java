package io.patchline.ingest.oauth.grant;

import io.patchline.ingest.oauth.grant.GrantEvent.Issued;
import io.patchline.ingest.oauth.grant.GrantIndex.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What persons allowed to clients: codes, tokens, and their end. Every change is decided by the order of the stream, so it holds over replicas and restarts.
 * Blocks until the broker has it. Safe for use by several threads.
 */
public final class Grants {
    /** A client exchanges its code at once. */
    static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

    /** Nobody has so many clients; what is not used any more is to be revoked. */
    static final int MOST_OF_PERSON = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);

    private final GrantLog log;
    private final Clock clock;
    private final Duration accessLifetime;
    private final Duration grantLifetime;

    public Grants(GrantLog log, Clock clock, Duration accessLifetime, Duration grantLifetime) {
        this.log = log;
        this.clock = clock;
        this.accessLifetime = accessLifetime;
        this.grantLifetime = grantLifetime;
    }

    /**
     * What a person allows; the rest of a {@link Consent} is added here.
     *
     * @param person name of the token that was shown
     * @param binding of that very token
     */
    public record Allowed(
            String person,
            String binding,
            String client,
            String clientName,
            String redirectUri,
            String challenge,
            String resource,
            Set<String> scopes) {}

    /** Tokens as the client gets them; never kept. */
    public record Tokens(String access, Duration lifetime, String refresh, Set<String> scopes) {}

    /**
     * Makes a grant and its code.
     *
     * @return the code; empty if the person has {@value #MOST_OF_PERSON} grants
     */
    public Optional<String> allow(Allowed allowed) throws GrantsUnavailableException {
        if (log.index().ofPerson(allowed.person()) >= MOST_OF_PERSON) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Consent consent = new Consent(
                Secret.id(),
                allowed.person(),
                allowed.binding(),
                allowed.client(),
                allowed.clientName(),
                allowed.redirectUri(),
                allowed.challenge(),
                allowed.resource(),
                allowed.scopes(),
                now,
                now.plus(grantLifetime));
        TokenText code = TokenText.code(consent.grant());
        log.append(new GrantEvent.Granted(now, consent, code.hash(), now.plus(CODE_LIFETIME)));
        LOG.atInfo()
                .addKeyValue("grant", consent.grant())
                .addKeyValue("token", consent.person())
                .addKeyValue("client", consent.client())
                .addKeyValue("scopes", String.join(",", consent.scopes()))
                .log("Grant allowed");
        return Optional.of(code.text());
    }

    /** The grant that this text is of, if it is one that opens something: a code, an access token that is good, or a refresh token, new or old. */
    public Optional<Grant> holderOf(TokenText token) throws GrantsUnavailableException {
        Instant now = clock.instant();
        return log.index()
                .find(token.grant())
                .filter(grant -> !grant.isOver(now))
                .filter(grant -> switch (token.kind()) {
                    case CODE -> grant.hasCode(token);
                    case ACCESS -> grant.access(token, now).isPresent();
                    case REFRESH -> grant.hasRefreshFamily(token);
                });
    }

    /** What an access token may do; empty if it is good for nothing. */
    public Optional<Set<String>> scopesOf(Grant grant, TokenText access) {
        return grant.access(access, clock.instant()).map(Issued::scopes);
    }

    /** Exchanges the grant's code for tokens, once; empty if that was done before, which revokes the grant. */
    public Optional<Tokens> redeem(Grant grant) throws GrantsUnavailableException {
        TokenText access = TokenText.access(grant.consent().grant());
        TokenText refresh = TokenText.refresh(grant.consent().grant(), Secret.random());
        Set<String> scopes = grant.consent().scopes();
        GrantEvent.Redeemed event = new GrantEvent.Redeemed(
                clock.instant(), access.grant(), Secret.hash(refresh.family()), issued(access, refresh, scopes));
        return taken(event, "code") ? Optional.of(tokens(access, refresh, scopes)) : Optional.empty();
    }

    /**
     * Exchanges a refresh token for the next; empty if it was used before, which revokes the grant.
     *
     * @param scopes of the access token, some of the grant's
     */
    public Optional<Tokens> refresh(Grant grant, TokenText shown, Set<String> scopes)
            throws GrantsUnavailableException {
        TokenText access = TokenText.access(shown.grant());
        TokenText next = TokenText.refresh(shown.grant(), shown.family());
        GrantEvent.Refreshed event = new GrantEvent.Refreshed(
                clock.instant(), grant.consent().grant(), shown.hash(), issued(access, next, scopes));
        return taken(event, "refresh token") ? Optional.of(tokens(access, next, scopes)) : Optional.empty();
    }

    /** Ends a grant; false if there is none of this id. */
    public boolean revoke(String grant, String by) throws GrantsUnavailableException {
        boolean revoked = log.index().find(grant).isPresent()
                && log.append(new GrantEvent.Revoked(clock.instant(), grant, by)) == Verdict.TAKEN;
        if (revoked) {
            LOG.atInfo().addKeyValue("grant", grant).addKeyValue("by", by).log("Grant revoked");
        }
        return revoked;
    }

    /** Those of which a client has tokens, the oldest first. */
    public List<Grant> all() throws GrantsUnavailableException {
        Instant now = clock.instant();
        return log.index().all().stream()
                .filter(grant -> grant.isRedeemed() && !grant.isOver(now))
                .toList();
    }

    private boolean taken(GrantEvent.OfGrant event, String what) throws GrantsUnavailableException {
        Verdict verdict = log.append(event);
        if (verdict == Verdict.REUSED) {
            LOG.atWarn()
                    .addKeyValue("grant", event.grant())
                    .addKeyValue("what", what)
                    .log("Used a second time; the grant is revoked");
        }
        return verdict == Verdict.TAKEN;
    }

    private Issued issued(TokenText access, TokenText refresh, Set<String> scopes) {
        return new Issued(access.hash(), clock.instant().plus(accessLifetime), scopes, refresh.hash());
    }

    private Tokens tokens(TokenText access, TokenText refresh, Set<String> scopes) {
        return new Tokens(access.text(), accessLifetime, refresh.text(), Set.copyOf(scopes));
    }
}
