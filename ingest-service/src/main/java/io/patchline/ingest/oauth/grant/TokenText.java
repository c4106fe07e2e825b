package io.patchline.ingest.oauth.grant;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client is given: the kind, the id of the grant, and secrets, as one text such as {@code pla_0123456789abcdef.<secret>}. The prefixes are for scanners
 * that look for lost secrets.
 *
 * @param grant id of the grant that it belongs to
 * @param family of a refresh token: the secret that all refresh tokens of the grant share, by which an old one is told from one made up; otherwise empty
 */
public record TokenText(Kind kind, String grant, String family, String secret) {
    private static final Pattern TEXT =
            Pattern.compile("(plc|pla|plr)_([0-9a-f]{16})(?:\\.([A-Za-z0-9_-]{43}))?\\.([A-Za-z0-9_-]{43})");

    /** What it is for. */
    public enum Kind {
        CODE("plc"),
        ACCESS("pla"),
        REFRESH("plr");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    static TokenText code(String grant) {
        return new TokenText(Kind.CODE, grant, "", Secret.random());
    }

    static TokenText access(String grant) {
        return new TokenText(Kind.ACCESS, grant, "", Secret.random());
    }

    static TokenText refresh(String grant, String family) {
        return new TokenText(Kind.REFRESH, grant, family, Secret.random());
    }

    /** Reads it; empty if it is none of this kind. */
    public static Optional<TokenText> parse(Kind kind, String text) {
        return parse(text).filter(read -> read.kind() == kind);
    }

    /** Reads it; empty if it is none. */
    public static Optional<TokenText> parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Kind kind = switch (parts.group(1)) {
            case "plc" -> Kind.CODE;
            case "pla" -> Kind.ACCESS;
            default -> Kind.REFRESH;
        };
        Optional<String> family = Optional.ofNullable(parts.group(3));
        return family.isPresent() == (kind == Kind.REFRESH)
                ? Optional.of(new TokenText(kind, parts.group(2), family.orElse(""), parts.group(4)))
                : Optional.empty();
    }

    /** As the client has it. */
    public String text() {
        return kind.prefix + "_" + grant + (family.isEmpty() ? "" : "." + family) + "." + secret;
    }

    String hash() {
        return Secret.hash(secret);
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return kind.prefix + "_" + grant;
    }
}
