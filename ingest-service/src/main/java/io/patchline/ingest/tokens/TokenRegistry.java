package io.patchline.ingest.tokens;

import io.patchline.ingest.access.TokenAuthenticator;
import io.patchline.ingest.config.IngestConfig;
import io.patchline.ingest.config.Rate;
import io.patchline.ingest.usage.LastUses;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tokens of the token file, for operators: never a token itself or its hash. Safe for use by several threads. */
@Singleton
public final class TokenRegistry {
    private final Optional<Path> file;
    private final TokenAuthenticator authenticator;
    private final LastUses uses;
    private final Clock clock;

    TokenRegistry(IngestConfig config, TokenAuthenticator authenticator, LastUses uses, Clock clock) {
        this.file = config.access().tokensFile();
        this.authenticator = authenticator;
        this.uses = uses;
        this.clock = clock;
    }

    /** A token as it is listed. */
    public record Listed(
            String name,
            Set<String> scopes,
            Optional<Instant> expires,
            boolean expired,
            Optional<String> rate,
            Optional<Instant> lastUsed) {}

    /** All of them, in the order of the file. */
    public List<Listed> list() {
        return authenticator.tokens().stream()
                .map(token -> new Listed(
                        token.name(),
                        new TreeSet<>(token.scopes()),
                        token.expires(),
                        token.isExpired(clock.instant()),
                        token.rate().map(Rate::toString),
                        uses.of(token.name())))
                .toList();
    }

    /**
     * Takes a token out of the file; sessions that stand for it are over with it. The other lines stay as they are.
     *
     * @return whether there was one of this name
     * @throws IOException if the file cannot be changed here, as where it is mounted for reading
     */
    public boolean revoke(String name) throws IOException {
        if (file.isEmpty()) {
            return false;
        }
        Path path = file.get().toAbsolutePath();
        // The same lock as ./patchline token takes.
        try (FileChannel channel = FileChannel.open(
                        path.resolveSibling(path.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            List<String> before = Files.readAllLines(path);
            List<String> after =
                    before.stream().filter(line -> !line.startsWith(name + ":")).toList();
            if (lock.isValid() && after.size() < before.size()) {
                replace(path, String.join("\n", after) + (after.isEmpty() ? "" : "\n"));
                return true;
            }
            return false;
        }
    }

    /** In one step: who reads it meanwhile sees the old one or the new one. */
    private static void replace(Path path, String text) throws IOException {
        Path fresh = path.resolveSibling("." + path.getFileName() + ".new");
        Files.copy(path, fresh, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(fresh, text);
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    }
}
