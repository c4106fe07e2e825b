package io.patchline.ingest.oauth.grant;

import io.patchline.ingest.oauth.grant.GrantEvent.Issued;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A grant as the stream has it.
 *
 * @param code hash of the code
 * @param family hash of what its refresh tokens share; empty until the code is redeemed
 * @param refresh hash of the newest refresh token; empty likewise
 * @param access the access tokens that may still be good, the newest first
 * @param used when tokens were last issued for it
 */
public record Grant(
        Consent consent,
        String code,
        Instant codeExpires,
        String family,
        String refresh,
        List<Issued> access,
        Optional<Instant> used) {
    /** A client refreshes before its token expires; more than this many good ones at a time nobody needs. */
    private static final int MOST_ACCESS = 3;

    public Grant {
        access = List.copyOf(access);
    }

    static Grant of(GrantEvent.Granted event) {
        return new Grant(event.consent(), event.code(), event.codeExpires(), "", "", List.of(), Optional.empty());
    }

    /** Whether the client has got tokens. */
    public boolean isRedeemed() {
        return !refresh.isEmpty();
    }

    /** Whether nothing can come of it any more. */
    public boolean isOver(Instant now) {
        return !now.isBefore(isRedeemed() ? consent.expires() : codeExpires);
    }

    Grant redeemed(GrantEvent.Redeemed event) {
        return new Grant(
                consent,
                code,
                codeExpires,
                event.family(),
                event.issued().refresh(),
                List.of(event.issued()),
                Optional.of(event.at()));
    }

    Grant refreshed(GrantEvent.Refreshed event) {
        List<Issued> good = Stream.concat(Stream.of(event.issued()), access.stream())
                .filter(token -> event.at().isBefore(token.accessExpires()))
                .limit(MOST_ACCESS)
                .toList();
        return new Grant(consent, code, codeExpires, family, event.issued().refresh(), good, Optional.of(event.at()));
    }

    /** The access token of this text, if it is one of this grant's and good at this time. */
    public Optional<Issued> access(TokenText token, Instant now) {
        return access.stream()
                .filter(issued -> Secret.isHashOf(issued.access(), token.secret()))
                .filter(issued -> now.isBefore(issued.accessExpires()))
                .findFirst();
    }

    /** Whether this is its code; one that was redeemed stays known, so that a second time is noticed. */
    boolean hasCode(TokenText token) {
        return Secret.isHashOf(code, token.secret());
    }

    /** Whether this is one of its refresh tokens, the newest or an old one. */
    boolean hasRefreshFamily(TokenText token) {
        return isRedeemed() && Secret.isHashOf(family, token.family());
    }
}
