package io.patchline.ingest.oauth.client;

import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.minidev.json.JSONObject;

/**
 * What a client says of itself, of which we use the name and the redirect URIs. (Source: RFC 7591, 2.)
 *
 * @param name empty if it says none
 */
record ClientDescription(String name, List<String> redirectUris) {
    private static final int MOST_REDIRECT_URIS = 10;
    private static final int LONGEST_NAME = 100;

    ClientDescription {
        redirectUris = List.copyOf(redirectUris);
    }

    /** Why it is not taken: an error of RFC 7591, 3.2.2. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean redirectUri;

        RefusedException(boolean redirectUri, String why) {
            super(why);
            this.redirectUri = redirectUri;
        }

        /** Whether a redirect URI is what is wrong. */
        boolean isRedirectUri() {
            return redirectUri;
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * @throws RefusedException if it cannot be read, or asks for what is not offered
     */
    static ClientDescription of(JSONObject json) throws RefusedException {
        List<String> uris = redirectUris(json);
        for (String uri : uris) {
            Optional<String> refusal = RedirectUri.refusal(uri);
            if (refusal.isPresent()) {
                throw new RefusedException(true, refusal.get());
            }
        }
        ClientMetadata metadata = parsed(json);
        checkFlow(metadata);
        return new ClientDescription(
                shown(Optional.ofNullable(metadata.getName()).orElse("")), uris);
    }

    private static ClientMetadata parsed(JSONObject json) throws RefusedException {
        try {
            return ClientMetadata.parse(json);
        } catch (ParseException | IllegalArgumentException e) {
            throw new RefusedException(false, "the metadata cannot be read: " + e.getMessage());
        }
    }

    private static List<String> redirectUris(JSONObject json) throws RefusedException {
        if (!(json.get("redirect_uris") instanceof List<?> list)
                || list.isEmpty()
                || list.size() > MOST_REDIRECT_URIS
                || !list.stream().allMatch(String.class::isInstance)) {
            throw new RefusedException(true, "redirect_uris is a list of 1 to " + MOST_REDIRECT_URIS + " texts");
        }
        List<String> uris = new ArrayList<>();
        list.forEach(uri -> uris.add((String) uri));
        return uris;
    }

    private static void checkFlow(ClientMetadata metadata) throws RefusedException {
        Set<GrantType> grants = metadata.getGrantTypes();
        if (grants != null && !grants.contains(GrantType.AUTHORIZATION_CODE)) {
            throw new RefusedException(
                    false, "grant_types has to contain authorization_code: there is no other way to a first token");
        }
        Set<ResponseType> responses = metadata.getResponseTypes();
        if (responses != null && !responses.contains(ResponseType.CODE)) {
            throw new RefusedException(false, "response_types has to contain code");
        }
    }

    /** How a client means to say who it is at the token endpoint; empty if it does not say. */
    static Optional<ClientAuthenticationMethod> authentication(JSONObject json) {
        return json.get("token_endpoint_auth_method") instanceof String method
                ? Optional.of(new ClientAuthenticationMethod(method))
                : Optional.empty();
    }

    /** One line of visible characters: no name may look like two lines, or turn the direction of what follows it. */
    private static String shown(String name) {
        String line = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip();
        return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + "…";
    }
}
