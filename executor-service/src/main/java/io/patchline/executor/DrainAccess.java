package io.patchline.executor;

import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Who may drain this executor. With a token file: who brings its token, from anywhere. Without: who is on this machine and speaks for
 * himself, as long as commands of patches cannot be that. Fails closed.
 */
final class DrainAccess {
    /** What a browser or a proxy adds when it speaks for somebody else. */
    static final List<String> SPEAKS_FOR_ANOTHER = List.of("Origin", "Forwarded", "X-Forwarded-For", "Via");

    private static final int SHORTEST_TOKEN = 16;
    private static final String BEARER = "Bearer ";
    private static final String SET_FILE =
            " Set patchline.drain.token-file to a file with a token, and send it in the header Authorization: Bearer <token>.";

    private final Optional<Path> tokenFile;
    private final boolean commandsReachLoopback;

    /**
     * A caller.
     *
     * @param loopback whether he calls from this machine's loopback address
     * @param forAnother whether he sent one of {@link #SPEAKS_FOR_ANOTHER}
     */
    record Caller(boolean loopback, boolean forAnother, Optional<String> authorization) {}

    /** Why somebody may not, and what to do. */
    record Refusal(ErrorCode code, String detail) {}

    /**
     * @param commandsReachLoopback whether a patch's command could be the one that calls
     */
    DrainAccess(Optional<Path> tokenFile, boolean commandsReachLoopback) {
        this.tokenFile = tokenFile;
        this.commandsReachLoopback = commandsReachLoopback;
    }

    /** Empty if he may. */
    Optional<Refusal> refusal(Caller caller) {
        return tokenFile.isPresent() ? withToken(tokenFile.get(), caller) : withoutToken(caller);
    }

    private Optional<Refusal> withoutToken(Caller caller) {
        if (!caller.loopback()) {
            return refused(
                    ErrorCode.FORBIDDEN, "Without a token only this machine itself may drain the executor." + SET_FILE);
        }
        if (caller.forAnother()) {
            return refused(
                    ErrorCode.FORBIDDEN, "A browser or a proxy may not drain the executor without a token." + SET_FILE);
        }
        return commandsReachLoopback
                ? refused(
                        ErrorCode.FORBIDDEN,
                        "Commands of patches may use the network here, so one of them could be asking." + SET_FILE)
                : Optional.empty();
    }

    private static Optional<Refusal> withToken(Path file, Caller caller) {
        Optional<byte[]> expected = token(file);
        if (expected.isEmpty()) {
            return refused(
                    ErrorCode.FORBIDDEN,
                    "The file of patchline.drain.token-file cannot be read, or holds no token of " + SHORTEST_TOKEN
                            + " characters or more: mend it; it is read at each call.");
        }
        byte[] brought = caller.authorization()
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> Digest.sha256(header.substring(BEARER.length()).strip()))
                .orElse(new byte[0]);
        return MessageDigest.isEqual(expected.get(), brought)
                ? Optional.empty()
                : refused(
                        ErrorCode.UNAUTHENTICATED,
                        "Send the token of patchline.drain.token-file in the header Authorization: Bearer <token>.");
    }

    private static Optional<byte[]> token(Path file) {
        try {
            return Optional.of(Files.readString(file).strip())
                    .filter(token -> token.length() >= SHORTEST_TOKEN)
                    .map(Digest::sha256);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Refusal> refused(ErrorCode code, String detail) {
        return Optional.of(new Refusal(code, detail));
    }
}
