package io.patchline.ingest.oauth.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a code may be sent. Compared as a text, without any normalisation; of loopback addresses any port is right, because a program gets one from its system
 * when it starts. (Sources: RFC 9700, 4.1.3; RFC 8252, 7.1, 7.2 and 7.3. {@code localhost} counts as loopback: clients for developers register it.)
 */
public final class RedirectUri {
    private static final int LONGEST = 512;
    /** What the answer adds to the address: there from the start, a client could take the one for the other. */
    private static final Pattern ANSWER = Pattern.compile("(^|&)(code|state|iss|error)=");

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    private RedirectUri() {}

    /** Why a client may not register this; empty if it may. */
    public static Optional<String> refusal(String text) {
        if (text.length() > LONGEST || !text.matches("[\\x21-\\x7e]+")) {
            return Optional.of("a redirect URI has at most " + LONGEST + " visible ASCII characters");
        }
        Optional<URI> uri = parse(text);
        if (uri.isEmpty() || uri.get().getScheme() == null || text.contains("#")) {
            return Optional.of("a redirect URI is absolute and has no fragment");
        }
        if (ANSWER.matcher(Objects.requireNonNullElse(uri.get().getRawQuery(), ""))
                .find()) {
            return Optional.of(
                    "a redirect URI has none of the parameters code, state, iss and error: the answer adds them");
        }
        String scheme = uri.get().getScheme();
        if (scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http")) {
            return web(uri.get());
        }
        return scheme.contains(".")
                ? Optional.empty()
                : Optional.of(
                        "a redirect URI is https, http to a loopback address, or has a scheme that is a domain name in reverse, such as "
                                + "com.example.app:/done");
    }

    private static Optional<String> web(URI uri) {
        if (uri.getHost() == null || uri.getRawUserInfo() != null) {
            return Optional.of("a redirect URI has a host and no user");
        }
        return uri.getScheme().equalsIgnoreCase("https") || isLoopback(uri)
                ? Optional.empty()
                : Optional.of("a redirect URI over http goes to 127.0.0.1, [::1] or localhost only; take https");
    }

    /** Whether a request may name this one where that one is registered. */
    static boolean matches(String registered, String requested) {
        if (registered.equals(requested)) {
            return true;
        }
        Optional<URI> one = parse(registered).filter(RedirectUri::isLoopback);
        Optional<URI> other = parse(requested).filter(RedirectUri::isLoopback);
        return one.isPresent()
                && other.isPresent()
                && refusal(requested).isEmpty()
                && withoutPort(one.get(), registered).equals(withoutPort(other.get(), requested));
    }

    /** Whether it is the same machine's. */
    public static boolean isLoopback(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme())
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
    }

    /** The text from the host on, without the port: user and scheme are known to be none and http. */
    private static String withoutPort(URI uri, String text) {
        String authority = uri.getRawAuthority();
        return uri.getHost() + text.substring(text.indexOf(authority) + authority.length());
    }

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
