package io.patchline.ingest.oauth.server;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Binds an answer to the page that was shown in the same browser: a random text in a cookie that scripts and other sites do not get, and the same in the form. The
 * prefix {@code __Host-} keeps other hosts of the same domain from setting it. {@code SameSite=Lax}: it has to come with the navigation from the client's site to the page, or a second page
 * would overwrite the first one's.
 */
final class ConsentCookie {
    private static final int BYTES = 32;
    private static final int SECONDS = 1800;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String name;
    private final String attributes;
    private final String origin;

    ConsentCookie(ServerAddress address) {
        this.name = (address.isTls() ? "__Host-" : "") + "patchline-consent";
        this.attributes =
                "; Path=/; Max-Age=" + SECONDS + "; HttpOnly; SameSite=Lax" + (address.isTls() ? "; Secure" : "");
        this.origin = address.origin();
    }

    /** The text of this browser, or a new one: several pages may be open at a time. */
    String textFor(HTTPRequest request) {
        return of(request).orElseGet(ConsentCookie::random);
    }

    String header(String text) {
        return name + "=" + text + attributes;
    }

    /**
     * Whether the answer comes from a page that was shown here.
     *
     * @param text that the form sent
     */
    boolean isRight(HTTPRequest request, String text) {
        return of(request).filter(sent -> isSame(sent, text)).isPresent()
                && header(request, "Origin").map(origin::equals).orElse(true)
                && header(request, "Sec-Fetch-Site").map("same-origin"::equals).orElse(true);
    }

    private Optional<String> of(HTTPRequest request) {
        return header(request, "Cookie").stream()
                .flatMap(cookies -> Arrays.stream(cookies.split(";")))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(name + "="))
                .map(cookie -> cookie.substring(name.length() + 1))
                .filter(text -> text.matches("[A-Za-z0-9_-]{43}"))
                .findFirst();
    }

    private static Optional<String> header(HTTPRequest request, String name) {
        return Optional.ofNullable(request.getHeaderValue(name));
    }

    private static boolean isSame(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
