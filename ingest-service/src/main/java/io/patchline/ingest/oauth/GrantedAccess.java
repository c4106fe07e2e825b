package io.patchline.ingest.oauth;

import io.patchline.ingest.access.TokenHolders;
import io.patchline.ingest.http.ProblemDetail;
import io.patchline.ingest.http.RefusedException;
import io.patchline.ingest.oauth.grant.Consent;
import io.patchline.ingest.oauth.grant.Grant;
import io.patchline.ingest.oauth.grant.Grants;
import io.patchline.ingest.oauth.grant.GrantsUnavailableException;
import io.patchline.ingest.oauth.grant.TokenText;
import io.patchline.outcome.ErrorCode;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.Set;

/** Access tokens of the embedded server: as good as the grant, and as the person's own token at this moment. */
final class GrantedAccess implements AccessTokenCheck {
    private static final long SOON = 2;

    private final Grants grants;
    private final TokenHolders holders;

    GrantedAccess(Grants grants, TokenHolders holders) {
        this.grants = grants;
        this.holders = holders;
    }

    @Override
    public Uni<Optional<Access>> check(String token) {
        try {
            return Uni.createFrom().item(access(token));
        } catch (GrantsUnavailableException e) {
            return Uni.createFrom()
                    .failure(new RefusedException(
                            ProblemDetail.of(
                                    ErrorCode.BROKER_UNAVAILABLE,
                                    "Which clients may come in is not known while the broker is away. Send the same request again after the pause in Retry-After."),
                            SOON));
        }
    }

    private Optional<Access> access(String text) throws GrantsUnavailableException {
        Optional<TokenText> token = TokenText.parse(TokenText.Kind.ACCESS, text);
        Optional<Grant> grant = token.isEmpty() ? Optional.empty() : grants.holderOf(token.get());
        if (grant.isEmpty()) {
            return Optional.empty();
        }
        Consent consent = grant.get().consent();
        Set<String> scopes = grants.scopesOf(grant.get(), token.get()).orElse(Set.of());
        return holders.holderOf(consent.person(), consent.binding())
                .map(holder -> new Access(holder.caller().narrowed(scopes, consent.grant()), consent.grant()));
    }
}
