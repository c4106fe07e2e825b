package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.id.State;
import io.patchline.ingest.oauth.client.Client;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks a person for, checked.
 *
 * @param state to be sent back as it is; absent where the client sent none
 * @param challenge of PKCE, by S256
 * @param parameters of the request, to be sent again with the person's answer
 */
record AskedGrant(
        Client client,
        URI redirectUri,
        @Nullable State state,
        String challenge,
        Set<String> scopes,
        Map<String, List<String>> parameters) {}
