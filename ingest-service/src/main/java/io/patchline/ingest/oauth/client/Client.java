package io.patchline.ingest.oauth.client;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A client, by its own word. It has no secret: what it is, is where codes may be sent.
 *
 * @param id its {@code client_id}
 * @param name as it calls itself; empty if it does not
 * @param redirectUris where codes may be sent
 */
public record Client(String id, String name, List<String> redirectUris) {
    public Client {
        redirectUris = List.copyOf(redirectUris);
    }

    /** Whether codes for this client may be sent there. */
    public boolean mayRedirectTo(String uri) {
        return redirectUris.stream().anyMatch(registered -> RedirectUri.matches(registered, uri));
    }

    /** Who vouches for the client: the host that its document came from; empty for one that registered itself. */
    public Optional<String> host() {
        return ClientDocumentUrl.isOne(id) ? Optional.ofNullable(URI.create(id).getAuthority()) : Optional.empty();
    }
}
