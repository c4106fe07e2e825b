package io.patchline.ingest.config;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Addresses over which secrets may go: https, or http to this computer. */
public final class SafeAddress {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private SafeAddress() {}

    /** Whether it is https, or http to a loopback address, with a host and neither user nor fragment. */
    public static boolean isSafe(URI url) {
        boolean local = "http".equals(url.getScheme()) && url.getHost() != null && LOOPBACK.contains(url.getHost());
        return url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null
                && (local || "https".equals(url.getScheme()));
    }

    /**
     * The address by which clients reach this service, without a slash at the end.
     *
     * @param what needs it, for the message
     * @throws IllegalArgumentException if there is none, or it is none that redirects may lead to
     */
    public static URI base(Optional<URI> publicUrl, String what) {
        URI url = publicUrl.orElseThrow(
                () -> new IllegalArgumentException(
                        what
                                + " needs patchline.http.public-url: the address by which clients reach this service, such as https://patchline.example."));
        if (!isSafe(url)
                || !(url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
                || url.getRawQuery() != null) {
            throw new IllegalArgumentException("For " + what
                    + " patchline.http.public-url is https (or http on localhost), with a host and no path: it is "
                    + url + ".");
        }
        return URI.create(url.getScheme() + "://" + url.getRawAuthority());
    }

    /**
     * An identity provider's issuer.
     *
     * @param key that it is the value of
     * @throws IllegalArgumentException if it cannot be one
     */
    public static URI issuer(String key, URI url) {
        if (!isSafe(url) || url.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    key + " is the https address that the provider's metadata call issuer: it is " + url + ".");
        }
        return url;
    }
}
