package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitResult;
import io.patchline.executor.git.program.Output;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** SHA-256 of contents, by which our API names them, of what git names by its own hashes. Contents are hashed as git writes them, and never held. */
public final class BlobHashes {
    /** What is larger has no hash: it is not read for a report. */
    private static final long LARGEST = 8L << 20;

    private static final long MOST_AT_ONCE = 4L << 20;
    private static final long MOST_BYTES = 64L << 20;
    private static final int LONGEST_LINE = 200;

    private BlobHashes() {}

    /** By the blobs' ids. Those that are no blobs, or too large, or beyond {@value #MOST_BYTES} bytes together, are left out. */
    public static Map<String, String> of(OwnRepository repository, Collection<String> blobs)
            throws IOException, InterruptedException {
        if (blobs.isEmpty()) {
            return Map.of();
        }
        // Most changes are small: their sizes need not be asked for first.
        Contents all = new Contents(MOST_AT_ONCE);
        GitResult result = repository.run(contents(blobs).to(all));
        if (!result.cut() && result.code() == 0) {
            return all.hashes;
        }
        List<String> small = small(repository, blobs);
        if (small.isEmpty()) {
            return Map.of();
        }
        Contents some = new Contents(Long.MAX_VALUE);
        GitResult unused = repository.succeed(contents(small).to(some));
        return some.hashes;
    }

    private static GitCall contents(Collection<String> blobs) {
        return GitCall.of("cat-file", "--batch").reading(lines(blobs));
    }

    /** What {@code git cat-file --batch} writes: for each object a line with id, kind and size, the contents, and the end of a line. */
    private static final class Contents implements Output {
        private final Map<String, String> hashes = new HashMap<>();
        private final byte[] buffer = new byte[8192];
        private long room;

        Contents(long room) {
            this.room = room;
        }

        @Override
        public Read read(InputStream stream) throws IOException {
            try {
                String line = line(stream);
                while (!line.isEmpty() && takes(line.split(" ", -1), stream)) {
                    line = line(stream);
                }
                return new Read(new byte[0], line.isEmpty());
            } catch (EOFException e) {
                return new Read(new byte[0], false); // Whoever ended git in the middle of a file knows why.
            }
        }

        /** Empty behind the last. */
        private static String line(InputStream stream) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = stream.read(); b >= 0 && b != '\n' && line.size() <= LONGEST_LINE; b = stream.read()) {
                line.write(b);
            }
            return line.toString(US_ASCII);
        }

        /** Hashes what comes behind the line, if it is small enough; returns whether it was. */
        private boolean takes(String[] head, InputStream stream) throws IOException {
            if (head.length != 3) {
                return true; // There is no such object.
            }
            long size = Long.parseLong(head[2]);
            room -= size;
            if (room < 0) {
                return false;
            }
            String hash = hash(stream, size);
            if (head[1].equals("blob")) {
                hashes.put(head[0], hash);
            }
            stream.skipNBytes(1);
            return true;
        }

        private String hash(InputStream stream, long size) throws IOException {
            MessageDigest digest = sha256();
            long left = size;
            while (left > 0) {
                int length = stream.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (length < 0) {
                    throw new EOFException();
                }
                digest.update(buffer, 0, length);
                left -= length;
            }
            return HexFormat.of().formatHex(digest.digest());
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static List<String> small(OwnRepository repository, Collection<String> blobs)
            throws IOException, InterruptedException {
        String sizes = new String(
                repository
                        .succeed(GitCall.of("cat-file", "--batch-check").reading(lines(blobs)))
                        .out(),
                US_ASCII);
        long[] room = {MOST_BYTES};
        return sizes.lines()
                .map(line -> line.split(" ", -1))
                .filter(parts -> parts.length == 3 && parts[1].equals("blob"))
                .filter(parts -> Long.parseLong(parts[2]) <= LARGEST && (room[0] -= Long.parseLong(parts[2])) >= 0)
                .map(parts -> parts[0])
                .toList();
    }

    private static byte[] lines(Collection<String> blobs) {
        return (String.join("\n", blobs) + "\n").getBytes(US_ASCII);
    }
}
