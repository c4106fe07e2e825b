package io.patchline.ingest.session;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The cookie that holds a session. (Source: RFC 6265bis.) */
public final class SessionCookie {
    public static final String NAME = "patchline_session";

    /** The header that a page sends with each request that changes something; another origin's page cannot without being allowed to. */
    public static final String CSRF_HEADER = "X-Patchline-CSRF";

    /** {@code localhost} and names under it, 127.0.0.0/8 and ::1, each with or without a port. (Source: RFC 6761, 6.3.) */
    private static final Pattern LOOPBACK =
            Pattern.compile("(?:(?:[a-z0-9-]{1,63}\\.){0,8}localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]{1,5})?");

    private SessionCookie() {}

    /** The cookie's value, if the request may be the console's own: a page of another origin of the same site, such as another port of localhost, may not use it. */
    public static Optional<String> in(HttpServerRequest request) {
        String from = request.getHeader("Sec-Fetch-Site");
        boolean ours = from == null || from.equals("same-origin") || from.equals("none");
        return ours ? Optional.ofNullable(request.getCookie(NAME)).map(Cookie::getValue) : Optional.empty();
    }

    /** The header {@code Set-Cookie} that begins a session for a page of ours, whose origin the browser says. (Source: Fetch, 3.1: with every POST.) */
    public static String begin(HttpServerRequest request, String value, Duration lasts) {
        String origin = Objects.requireNonNullElse(request.getHeader("Origin"), "");
        return begin(request, value, lasts, origin.startsWith("https://"));
    }

    /**
     * The header {@code Set-Cookie} that begins a session.
     *
     * @param tls whether the browser is known to speak TLS, whatever {@code Host} a proxy has made of it
     */
    public static String begin(HttpServerRequest request, String value, Duration lasts, boolean tls) {
        return cookie(value, tls || !isLoopback(request))
                .setMaxAge(lasts.toSeconds())
                .encode();
    }

    /** The header {@code Set-Cookie} that ends it. */
    public static String end(HttpServerRequest request) {
        return cookie("", !isLoopback(request)).setMaxAge(0).encode();
    }

    private static Cookie cookie(String value, boolean secure) {
        return Cookie.cookie(NAME, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(secure);
    }

    /** Whether the browser addresses this machine itself, and so without TLS. Through a tunnel it does not, although the tunnel does. */
    private static boolean isLoopback(HttpServerRequest request) {
        String host = Objects.requireNonNullElse(request.getHeader("Host"), "").toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(host).matches();
    }
}
