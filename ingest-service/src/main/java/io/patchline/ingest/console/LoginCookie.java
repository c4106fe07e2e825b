package io.patchline.ingest.console;

import io.patchline.ingest.login.LoginSetup;
import io.patchline.ingest.session.Sessions;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * Keeps a login over the way to the identity provider and back, in the browser that began it. {@code SameSite=Lax}: it has to come with the navigation from the provider's site. The prefix
 * {@code __Host-} keeps other hosts of the same domain from setting it. (Source: RFC 6265bis.)
 */
final class LoginCookie {
    private final String name;
    private final boolean tls;

    LoginCookie(LoginSetup setup) {
        this.tls = setup.isTls();
        this.name = (tls ? "__Host-" : "") + "patchline_login";
    }

    Optional<String> in(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(name)).map(Cookie::getValue);
    }

    /** The header {@code Set-Cookie} that begins a login. */
    String begin(String value) {
        return cookie(value).setMaxAge(Sessions.LOGIN_WITHIN.toSeconds()).encode();
    }

    /** The header {@code Set-Cookie} that ends it. */
    String end() {
        return cookie("").setMaxAge(0).encode();
    }

    private Cookie cookie(String value) {
        return Cookie.cookie(name, value)
                .setPath("/")
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setSecure(tls);
    }
}
