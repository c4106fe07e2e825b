package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitResult;
import io.patchline.patch.Digest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** SHA-256 of contents, by which our API names them, of what git names by its own hashes. */
public final class BlobHashes {
    /** What is larger has no hash: it is not read for a report. */
    private static final long LARGEST = 8L << 20;

    private static final long MOST_AT_ONCE = 4L << 20;
    private static final long MOST_BYTES = 64L << 20;

    private BlobHashes() {}

    /** By the blobs' ids. Those that are no blobs, or too large, or beyond {@value #MOST_BYTES} bytes together, are left out. */
    public static Map<String, String> of(OwnRepository repository, Collection<String> blobs)
            throws IOException, InterruptedException {
        if (blobs.isEmpty()) {
            return Map.of();
        }
        GitCall contents = GitCall.of("cat-file", "--batch");
        // Most changes are small: their sizes need not be asked for first.
        GitResult all = repository.run(contents.reading(lines(blobs)).atMost(MOST_AT_ONCE));
        if (!all.cut() && all.code() == 0) {
            return hashes(all.out());
        }
        List<String> small = small(repository, blobs);
        return small.isEmpty()
                ? Map.of()
                : hashes(repository.succeed(contents.reading(lines(small))).out());
    }

    /** @param out as {@code git cat-file --batch} writes it: a line with id, kind and size, the contents, and the end of a line */
    private static Map<String, String> hashes(byte[] out) {
        Map<String, String> hashes = new HashMap<>();
        int at = 0;
        while (at < out.length) {
            int end = at;
            while (out[end] != '\n') {
                end++;
            }
            String[] head = new String(out, at, end - at, US_ASCII).split(" ", -1);
            at = end + 1;
            if (head.length == 3) {
                int size = Integer.parseInt(head[2]);
                if (head[1].equals("blob")) {
                    hashes.put(head[0], Digest.sha256Hex(Arrays.copyOfRange(out, at, at + size)));
                }
                at += size + 1;
            }
        }
        return hashes;
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
