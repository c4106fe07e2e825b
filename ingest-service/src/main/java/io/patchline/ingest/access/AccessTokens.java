package io.patchline.ingest.access;

import io.patchline.patch.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens in the token file, read again when it has changed. A file that cannot be read any more leaves the tokens as they were, and
 * says so: nobody is let in or locked out by a half-written file. Safe for use by several threads.
 */
final class AccessTokens {
    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);

    private final Path file;
    private final AtomicReference<Snapshot> current;

    private record Snapshot(FileTime modified, List<AccessToken> tokens) {}

    /**
     * @throws IllegalArgumentException if the file cannot be read or holds no token; the message says where and what to do
     */
    AccessTokens(Path file) {
        this.file = file;
        this.current = new AtomicReference<>(read(file));
    }

    /** Whose token this is. Takes as long for a wrong one as for a right one. */
    Optional<AccessToken> holderOf(String token) {
        byte[] hash = Digest.sha256(token);
        Optional<AccessToken> holder = Optional.empty();
        for (AccessToken candidate : snapshot().tokens()) {
            if (MessageDigest.isEqual(candidate.sha256(), hash)) {
                holder = Optional.of(candidate);
            }
        }
        return holder;
    }

    private Snapshot snapshot() {
        Snapshot known = current.get();
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            if (!modified.equals(known.modified())) {
                Snapshot read = read(file);
                current.set(read);
                return read;
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.atWarn()
                    .addKeyValue("cause", e.getMessage())
                    .log("The token file cannot be read; the tokens stay as they were");
        }
        return known;
    }

    private static Snapshot read(Path file) {
        List<AccessToken> tokens = new ArrayList<>();
        int number = 0;
        try {
            FileTime modified = Files.getLastModifiedTime(file);
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    tokens.add(AccessToken.parse(line));
                }
            }
            if (tokens.isEmpty()) {
                throw new IllegalArgumentException("it holds no token");
            }
            return new Snapshot(modified, List.copyOf(tokens));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The token file " + file + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The token file " + file + " is wrong at line " + number + ": " + e.getMessage(), e);
        }
    }
}
