package io.patchline.ingest.session;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The file with the keys that sign the console's sessions: the Base64 of 32 random bytes or more on a line each. The first signs, all of them are good, so that keys can be replaced. Every replica has
 * the same file; so a session is good at all of them, and after a restart.
 */
public final class SessionKeys {
    private static final int KEY_BYTES = 32;

    private SessionKeys() {}

    /**
     * The keys of the file, which is made with one key if it is not there.
     *
     * @throws IllegalArgumentException if it cannot be made or read; the message says what to do and repeats no key
     */
    public static List<byte[]> readOrMake(Path file) {
        try {
            make(file);
        } catch (FileAlreadyExistsException there) {
            return read(file);
        } catch (IOException | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    "The key file of the console's sessions " + file + " is not there and cannot be made ("
                            + e.getClass().getSimpleName()
                            + "). Make it with: openssl rand -base64 32, and set patchline.console.key-file to it.",
                    e);
        }
        return read(file);
    }

    /** In one step: of several replicas that begin at the same moment one makes it, and the others read it. */
    private static void make(Path file) throws IOException {
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path directory = file.toAbsolutePath().getParent();
        Path whole = Files.createTempFile(
                directory,
                ".console-key",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(whole, Base64.getEncoder().encodeToString(key) + "\n");
            Files.createLink(file, whole);
        } finally {
            Files.delete(whole);
        }
    }

    private static List<byte[]> read(Path file) {
        List<byte[]> keys = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                if (!line.isBlank()) {
                    keys.add(Base64.getDecoder().decode(line.strip()));
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The key file of the console's sessions " + file + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        } catch (IllegalArgumentException e) {
            // Its message would repeat what stands there.
            throw new IllegalArgumentException("The key file of the console's sessions " + file + " is wrong at line "
                    + (keys.size() + 1) + ": a line is Base64, as openssl rand -base64 32 writes it.");
        }
        if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length < KEY_BYTES)) {
            throw new IllegalArgumentException("The key file of the console's sessions " + file
                    + " needs a line with the Base64 of at least " + KEY_BYTES + " bytes: openssl rand -base64 32.");
        }
        return List.copyOf(keys);
    }
}
