package io.patchline.ingest.oauth.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Client ids that are the address of a document about the client. (Source: draft-ietf-oauth-client-id-metadata-document: https, a path, no fragment, no user, no
 * dots as a step of the path.) Plain http passes here too, and then only to addresses that the operator allows for callbacks.
 */
final class ClientDocumentUrl {
    private static final int LONGEST = 1024;

    private ClientDocumentUrl() {}

    static boolean isOne(String id) {
        if (id.length() > LONGEST || !id.matches("https?://[\\x21-\\x7e]+")) {
            return false;
        }
        try {
            URI uri = new URI(id);
            String path = uri.getRawPath();
            return uri.getHost() != null
                    && uri.getHost().equals(uri.getHost().toLowerCase(Locale.ROOT))
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && path != null
                    && path.length() > 1
                    && Arrays.stream(path.split("/")).noneMatch(step -> step.matches("(?i)(\\.|%2e){1,2}"));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
