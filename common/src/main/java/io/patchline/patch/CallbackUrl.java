package io.patchline.patch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where the outcome of a patch is to be sent: an absolute http or https address without credentials or fragment. Whether that host may be
 * spoken to is not said by its form; the ingest service decides that when it sends.
 */
public record CallbackUrl(@JsonValue String value) {
    /** The longest address, in characters. */
    public static final int MAX_CHARACTERS = 2000;

    /**
     * @throws IllegalArgumentException if the value is anything else
     */
    @JsonCreator
    public CallbackUrl {
        Text.oneLine("callback", value, MAX_CHARACTERS);
        URI uri = parse(value);
        boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
        Text.require(web && uri.getHost() != null, "callback", "must be an address such as https://example.com/hook");
        Text.require(
                uri.getRawUserInfo() == null, "callback", "must not hold a user or password: it is kept and shown");
        Text.require(uri.getRawFragment() == null, "callback", "must not have a fragment (#)");
        Text.require(uri.getPort() != 0 && uri.getPort() <= 65_535, "callback", "must have a port from 1 to 65535");
    }

    public URI uri() {
        return URI.create(value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static URI parse(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("callback must be an address such as https://example.com/hook", e);
        }
    }
}
