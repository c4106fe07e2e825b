package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;

/** Writes commits as {@code git commit-tree} does, byte for byte, without starting git: each run makes two. Safe for use by several threads. */
final class LooseCommits {
    /** What git takes from both ends of a name (ident.c). */
    private static final Pattern AROUND = Pattern.compile("^[\\x00-\\x20.,:;<>\"\\\\']+|[\\x00-\\x20.,:;<>\"\\\\']+$");

    private static final Pattern NEVER_INSIDE = Pattern.compile("[\\n<>]");

    private final Path objects;
    private final int hashLength;

    /** @param hashLength how many digits the hashes of this repository have */
    LooseCommits(Path gitDirectory, int hashLength) {
        this.objects = gitDirectory.resolve("objects");
        this.hashLength = hashLength;
    }

    /** Writes the commit, and returns its hash. */
    String write(String tree, Optional<String> parent, CommitText text) throws IOException {
        StringBuilder commit = new StringBuilder("tree ").append(tree).append('\n');
        parent.ifPresent(hash -> commit.append("parent ").append(hash).append('\n'));
        commit.append("author ").append(person(text, "AUTHOR"));
        commit.append("committer ").append(person(text, "COMMITTER"));
        commit.append('\n').append(text.message());
        byte[] contents = commit.toString().getBytes(UTF_8);
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.writeBytes(("commit " + contents.length + "\0").getBytes(UTF_8));
        object.writeBytes(contents);
        String hash = HexFormat.of().formatHex(digest().digest(object.toByteArray()));
        store(hash, object.toByteArray());
        return hash;
    }

    private void store(String hash, byte[] object) throws IOException {
        Path directory = Files.createDirectories(objects.resolve(hash.substring(0, 2)));
        Path file = directory.resolve(hash.substring(2));
        if (Files.exists(file)) {
            return;
        }
        Path next = directory.resolve("tmp_obj_" + UUID.randomUUID()); // By this name git knows what to throw away.
        try (OutputStream stream = new DeflaterOutputStream(Files.newOutputStream(next))) {
            stream.write(object);
        }
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("r--r--r--"));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String person(CommitText text, String who) {
        String date = text.of("GIT_" + who + "_DATE");
        return plain(text.of("GIT_" + who + "_NAME")) + " <" + plain(text.of("GIT_" + who + "_EMAIL")) + "> "
                + (date.startsWith("@") ? date.substring(1) : date) + "\n";
    }

    private static String plain(String name) {
        return NEVER_INSIDE.matcher(AROUND.matcher(name).replaceAll("")).replaceAll("");
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(hashLength == 64 ? "SHA-256" : "SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
