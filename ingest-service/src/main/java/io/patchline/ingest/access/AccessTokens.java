package io.patchline.ingest.access;

import io.patchline.patch.Digest;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** The tokens in the token file, read again when it has changed. Safe for use by several threads. */
final class AccessTokens {
    private final ReloadingFile<List<AccessToken>> tokens;

    /**
     * @throws IllegalArgumentException if the file cannot be read or holds no token; the message says where and what to do
     */
    AccessTokens(Path file) {
        // At the start a file without a token is a mistake; later it is what is left when the last one was revoked.
        this.tokens = new ReloadingFile<>("tokens", () -> read(file), read -> List.of(file));
        if (tokens.get().isEmpty()) {
            throw new IllegalArgumentException(
                    "The token file " + file
                            + " holds no token, so nobody could come in. Make one: ./patchline token create --scope submit,read --name NAME");
        }
    }

    /** Whose token this is. Takes as long for a wrong one as for a right one. */
    Optional<AccessToken> holderOf(String token) {
        byte[] hash = Digest.sha256(token);
        Optional<AccessToken> holder = Optional.empty();
        for (AccessToken candidate : tokens.get()) {
            if (MessageDigest.isEqual(candidate.sha256(), hash)) {
                holder = Optional.of(candidate);
            }
        }
        return holder;
    }

    /** All of them, in the order of the file. */
    List<AccessToken> all() {
        return tokens.get();
    }

    private static List<AccessToken> read(Path file) {
        return CredentialFile.read("token file", file, AccessToken::parse);
    }
}
