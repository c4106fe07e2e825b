package io.patchline.ingest.console;

import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a browser is answered on its way to the identity provider and back. Kept by nobody.
 *
 * @param location where it goes on
 * @param detail what it shows, where it does not go on
 * @param cookies values of {@code Set-Cookie}
 * @param retryAfter seconds; 0 for nothing
 */
record LoginAnswer(int status, Optional<String> location, String detail, List<String> cookies, long retryAfter) {
    /** The browser asks for it with GET, whatever it did here. */
    private static final int SEE_OTHER = 303;

    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final long SOON = 5;

    LoginAnswer {
        cookies = List.copyOf(cookies);
    }

    static LoginAnswer redirect(String location, List<String> cookies) {
        return new LoginAnswer(SEE_OTHER, Optional.of(location), "", cookies, 0);
    }

    static LoginAnswer page(int status, String detail) {
        return new LoginAnswer(status, Optional.empty(), detail, List.of(), 0);
    }

    static LoginAnswer busy(String detail, long retryAfter) {
        return new LoginAnswer(TOO_MANY, Optional.empty(), detail, List.of(), retryAfter);
    }

    static LoginAnswer away() {
        return new LoginAnswer(
                UNAVAILABLE,
                Optional.empty(),
                "The identity provider does not answer at present. Log in again in a moment, or with a token.",
                List.of(),
                SOON);
    }

    /** With these cookies, too. */
    LoginAnswer with(List<String> more) {
        List<String> all = new ArrayList<>(cookies);
        all.addAll(more);
        return new LoginAnswer(status, location, detail, all, retryAfter);
    }

    void to(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("Cache-Control", "no-store");
        if (!cookies.isEmpty()) {
            response.putHeader("Set-Cookie", cookies);
        }
        if (retryAfter > 0) {
            response.putHeader("Retry-After", Long.toString(retryAfter));
        }
        if (location.isPresent()) {
            response.putHeader("Location", location.get()).end();
        } else {
            response.putHeader("Content-Type", "text/html; charset=utf-8").end(LoginPage.of(detail));
        }
    }
}
