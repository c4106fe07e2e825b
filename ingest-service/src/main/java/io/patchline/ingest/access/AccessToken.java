package io.patchline.ingest.access;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A line of the token file: {@code name:scopes:sha256}. The token itself is not kept, only its hash: at 128 random bits and more no slow
 * hash is needed.
 *
 * @param name who holds it: letters, digits, {@code .}, {@code _} and {@code -}
 * @param scopes what it allows
 * @param sha256 the hash of the token's text
 */
record AccessToken(String name, Set<String> scopes, byte[] sha256) {
    private static final Set<String> KNOWN = Set.of(Scope.SUBMIT, Scope.READ, Scope.OPERATE);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int HASH_BYTES = 32;

    AccessToken {
        scopes = Set.copyOf(scopes);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name has 1 to 64 letters, digits, '.', '_' and '-'");
        }
        if (scopes.isEmpty() || !KNOWN.containsAll(scopes)) {
            throw new IllegalArgumentException("scopes are submit, read and operate, separated by commas");
        }
        if (sha256.length != HASH_BYTES) {
            throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits");
        }
    }

    /**
     * @throws IllegalArgumentException if the line cannot be read; the message does not repeat it
     */
    static AccessToken parse(String line) {
        String[] fields = line.split(":", -1);
        if (fields.length != 3) {
            throw new IllegalArgumentException("a line has three fields, name:scopes:sha256");
        }
        return new AccessToken(
                fields[0],
                Set.copyOf(Arrays.asList(fields[1].split(","))),
                HexFormat.of().parseHex(fields[2].strip()));
    }
}
