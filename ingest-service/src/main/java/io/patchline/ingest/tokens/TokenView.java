package io.patchline.ingest.tokens;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A token as it is listed; never the token itself or its hash. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record TokenView(
        String name,
        Set<String> scopes,
        Optional<Instant> expires,
        boolean expired,
        Optional<String> rate,
        @JsonProperty("last_used") Optional<Instant> lastUsed) {

    static TokenView of(TokenRegistry.Listed token) {
        return new TokenView(
                token.name(), token.scopes(), token.expires(), token.expired(), token.rate(), token.lastUsed());
    }
}
