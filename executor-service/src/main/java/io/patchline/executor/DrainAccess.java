package io.patchline.executor;

import io.patchline.outcome.ErrorCode;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who may drain this executor. With a token file: who brings its token, from anywhere. Without: who is on this machine and speaks for
 * himself, as long as commands of patches cannot be that. Fails closed.
 */
final class DrainAccess {
    /** What a program on this machine sends that speaks for itself. Browsers and proxies add more, and a proxy that adds nothing names another host. */
    private static final Set<String> SPEAKS_FOR_ITSELF = Set.of(
            "host",
            "user-agent",
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "authorization",
            "traceparent",
            "upgrade",
            "http2-settings");

    private static final Pattern LOOPBACK =
            Pattern.compile("(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1])(?::[0-9]{1,5})?");

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
     * @param host the Host header
     * @param headers the names of all headers that he sent
     */
    record Caller(boolean loopback, String host, Set<String> headers, Optional<String> authorization) {
        /** Whether somebody else may be behind him: a browser, or a proxy on this machine (docs/decisions/0090). */
        boolean mayBeAnother() {
            return !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()
                    || !headers.stream()
                            .map(name -> name.toLowerCase(Locale.ROOT))
                            .allMatch(SPEAKS_FOR_ITSELF::contains);
        }
    }

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
        if (caller.mayBeAnother()) {
            return refused(
                    ErrorCode.FORBIDDEN,
                    "Only a program on this machine that speaks for itself may drain the executor without a token: a browser or a proxy may not, nor who sends headers that "
                            + "these add, or calls it by another name than 127.0.0.1 or localhost." + SET_FILE);
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
