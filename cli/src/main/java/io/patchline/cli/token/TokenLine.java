package io.patchline.cli.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A token of the file: {@code name:scopes:sha256}, and after it {@code expires=2027-01-31T00:00:00Z} and {@code rate=60/m} where they are wanted. The token itself is not kept.
 *
 * @param name who holds it: 1 to 64 letters, digits, {@code .}, {@code _}, {@code -}
 * @param scopes what it allows
 * @param sha256 the token's hash in hexadecimal digits
 * @param rate such as {@code 60/m}
 */
public record TokenLine(
        String name, Set<String> scopes, String sha256, Optional<Instant> expires, Optional<String> rate) {
    /** The scopes that there are, with what each allows. */
    public static final List<String> SCOPES = List.of("submit", "read", "operate", "review");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern RATE = Pattern.compile("[1-9][0-9]{0,5}/[smh]");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public TokenLine {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A name has 1 to 64 letters, digits, '.', '_' and '-'.");
        }
        if (scopes.isEmpty() || !SCOPES.containsAll(scopes)) {
            throw new IllegalArgumentException(
                    "Scopes are submit (send patches), read (see them), operate (dead letters, reverts), review (judge commits), separated by commas.");
        }
        if (!HASH.matcher(sha256).matches()) {
            throw new IllegalArgumentException("A SHA-256 has 64 hexadecimal digits.");
        }
        if (rate.filter(text -> !RATE.matcher(text).matches()).isPresent()) {
            throw new IllegalArgumentException("A rate is written like 60/m: a number, and s, m or h.");
        }
        scopes = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    }

    /** The line of a token. */
    public static TokenLine of(
            String name, Set<String> scopes, String token, Optional<Instant> expires, Optional<String> rate) {
        return new TokenLine(name, scopes, hash(token), expires, rate);
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none; the message does not repeat it
     */
    public static TokenLine parse(String line) {
        String[] words = line.strip().split("[ \t]+", -1);
        String[] fields = words[0].split(":", -1);
        if (fields.length != 3) {
            throw new IllegalArgumentException("A line has three fields, name:scopes:sha256.");
        }
        Optional<Instant> expires = Optional.empty();
        Optional<String> rate = Optional.empty();
        for (int i = 1; i < words.length; i++) {
            if (words[i].startsWith("expires=")) {
                expires = Optional.of(instant(words[i].substring("expires=".length())));
            } else if (words[i].startsWith("rate=")) {
                rate = Optional.of(words[i].substring("rate=".length()));
            } else {
                throw new IllegalArgumentException(
                        "After the fields come expires= and rate= only, separated by spaces.");
            }
        }
        return new TokenLine(
                fields[0], new LinkedHashSet<>(List.of(fields[1].split(",", -1))), fields[2], expires, rate);
    }

    /** The line as the file has it. */
    public String text() {
        return name + ":" + String.join(",", scopes) + ":" + sha256
                + expires.map(end -> " expires=" + end).orElse("")
                + rate.map(text -> " rate=" + text).orElse("");
    }

    public boolean isExpired(Instant now) {
        return expires.filter(end -> !now.isBefore(end)).isPresent();
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("expires is a time in UTC such as 2027-01-31T00:00:00Z.", e);
        }
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
