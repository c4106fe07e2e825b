package io.patchline.ingest.oauth;

import io.patchline.ingest.access.TokenHolders;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.oauth.provider.ProviderTokens;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Whose access tokens are taken. */
@Singleton
final class AccessTokenChecks {
    private final Optional<AccessTokenCheck> inUse;

    AccessTokenChecks(IngestConfig config, EmbeddedServer embedded, TokenHolders holders) {
        this.inUse = switch (OAuthSetup.of(config)) {
            case OAuthSetup.Off off -> Optional.empty();
            case OAuthSetup.Embedded server -> embedded.grants().map(grants -> new GrantedAccess(grants, holders));
            case OAuthSetup.Provider provider ->
                Optional.of(new ProviderAccess(
                        new ProviderTokens(provider.issuer(), ProviderAccess.rules(config.oauth(), provider))));
        };
    }

    Optional<AccessTokenCheck> inUse() {
        return inUse;
    }
}
