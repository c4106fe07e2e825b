package io.patchline.ingest.access;

import io.patchline.ingest.config.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who signs what they submit: a line {@code name:kind:secret-file} of the file of senders, with {@code rate=60/m} after it where
 * that is wanted. Two secret files, separated by a comma, are good at once, so that a secret can be replaced without a gap.
 *
 * @param secrets the files with the secrets
 * @param keys what they hold
 */
record WebhookSigner(String name, SignatureKind kind, List<Path> secrets, List<byte[]> keys, Optional<Rate> rate) {
    static final int MOST_SECRETS = 2;

    WebhookSigner {
        AccessToken.requireName(name);
        secrets = List.copyOf(secrets);
        keys = List.copyOf(keys);
    }

    /**
     * @param file where the line stands; secret files are beside it, where they are not named with a whole path
     * @throws IllegalArgumentException if the line or a secret cannot be read; the message repeats neither
     */
    static WebhookSigner parse(String line, Path file) {
        LineOptions options = LineOptions.of(line, Set.of("rate"));
        String[] fields = options.before().split(":", 3);
        if (fields.length != 3) {
            throw new IllegalArgumentException("a line has three fields, name:kind:secret-file");
        }
        SignatureKind kind = SignatureKind.of(fields[1]);
        List<Path> secrets = Arrays.stream(fields[2].split(",", -1))
                .map(file::resolveSibling)
                .toList();
        if (secrets.size() > MOST_SECRETS) {
            throw new IllegalArgumentException("a sender has one secret file, or two while its secret is replaced");
        }
        List<byte[]> keys = new ArrayList<>();
        secrets.forEach(secret -> keys.add(key(kind, secret)));
        return new WebhookSigner(
                fields[0], kind, secrets, keys, options.get("rate").map(Rate::of));
    }

    Caller caller(String message) {
        return new Caller(name, Set.of(Scope.SUBMIT), rate, Optional.of(message), name);
    }

    private static byte[] key(SignatureKind kind, Path file) {
        try {
            return kind.key(Files.readString(file).strip());
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the secret file " + file + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("what the secret file " + file + " holds " + e.getMessage(), e);
        }
    }
}
