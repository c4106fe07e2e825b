package io.patchline.executor.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * The ledger's directories, by the first two digits of the hash, so that none grows large and each can be swept by itself. Each remembers its
 * horizon: when the last of the runs was over that it has forgotten. A run that is not in the shard and may be older than that may have been.
 */
final class Shards {
    static final int COUNT = 256;

    private static final String HORIZON = "horizon";

    private Shards() {}

    static Path of(Path ledger, String hash) {
        return ledger.resolve(hash.substring(0, 2));
    }

    /** @param number from 0 */
    static Path at(Path ledger, int number) {
        return ledger.resolve("%02x".formatted(number));
    }

    /** The beginning of time if nothing was forgotten yet. */
    static Instant horizon(Path shard) throws IOException {
        try {
            return Instant.parse(Files.readString(shard.resolve(HORIZON)));
        } catch (NoSuchFileException e) {
            return Instant.MIN;
        } catch (DateTimeParseException e) {
            throw new IOException(
                    "not a time in " + shard.resolve(HORIZON)
                            + ": delete it, and run nothing twice that is older than its own date",
                    e);
        }
    }

    /** Before anything is forgotten; the horizon never goes back. */
    static void raiseHorizon(Path shard, Instant to) throws IOException {
        if (to.isAfter(horizon(shard))) {
            DurableFiles.write(shard.resolve(HORIZON), to.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
