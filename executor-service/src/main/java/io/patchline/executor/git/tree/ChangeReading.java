package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitResult;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.FileChange;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what two trees differ in. Renames are what git stores: one file gone and one new. */
public final class ChangeReading {
    /** More than a report has room for (see {@code BoundedReport}). */
    private static final int MOST_DIFF = 512 << 10;

    /** Of the list and the diff together, which are read at once where they are no more than this. */
    private static final int MOST_AT_ONCE = 2 << 20;

    private static final int MOST_HASHED = 600;
    private static final long MOST_COMPARED = 64L << 20;
    private static final String NO_MODE = "000000";
    private static final String EXECUTABLE = "100755";
    private static final String LINK = "120000";

    private final OwnRepository repository;

    public ChangeReading(OwnRepository repository) {
        this.repository = repository;
    }

    /** One line of git's: modes, blobs, the letter, the path. */
    private record Raw(String oldMode, String newMode, String oldBlob, String newBlob, byte[] name) {}

    /**
     * What is different.
     *
     * @throws TreeRefusedException if a path cannot be told
     */
    public Changes between(String before, String after) throws IOException, InterruptedException, TreeRefusedException {
        GitCall list = diff("--raw", "--numstat").and("-z");
        GitCall text = diff("-p");
        GitResult both = repository.run(list.and("-p", before, after).atMost(MOST_AT_ONCE));
        if (!both.cut() && both.code() == 0) {
            int end = endOfList(both.out());
            byte[] rest = Arrays.copyOfRange(both.out(), end, both.out().length);
            boolean cut = rest.length > MOST_DIFF;
            return changes(
                    both.pieces(end),
                    () -> new Text(new String(rest, 0, Math.min(rest.length, MOST_DIFF), UTF_8), cut));
        }
        // So much that the one would be read for nothing, or cut off in the middle of the other.
        List<byte[]> pieces = repository.succeed(list.and(before, after)).pieces();
        return changes(pieces, () -> {
            GitResult diff = repository.run(text.and(before, after).atMost(MOST_DIFF));
            return new Text(new String(diff.out(), UTF_8), diff.cut());
        });
    }

    private static GitCall diff(String... kinds) {
        return GitCall.of("diff-tree", "-r", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color")
                .and("--src-prefix=a/", "--dst-prefix=b/")
                .and(kinds);
    }

    /** The diff for people, and whether there is more of it. */
    private record Text(String text, boolean cut) {
        /** Whole lines only. */
        String shown() {
            return cut ? text.substring(0, text.lastIndexOf('\n') + 1) : text;
        }
    }

    private interface TextReading {
        Text read() throws IOException, InterruptedException;
    }

    /** Where the list ends that comes before the text: at an empty piece, which is none of it. */
    private static int endOfList(byte[] out) {
        for (int at = 1; at < out.length; at++) {
            if (out[at] == 0 && out[at - 1] == 0) {
                return at + 1;
            }
        }
        return out.length;
    }

    private Changes changes(List<byte[]> pieces, TextReading text)
            throws IOException, InterruptedException, TreeRefusedException {
        List<Raw> raws = new ArrayList<>();
        Map<String, int[]> lines = new HashMap<>();
        for (int i = 0; i < pieces.size(); i++) {
            String head = new String(pieces.get(i), UTF_8);
            if (head.startsWith(":")) {
                String[] parts = head.substring(1).split(" ", -1);
                raws.add(new Raw(parts[0], parts[1], parts[2], parts[3], pieces.get(++i)));
            } else if (!head.isEmpty()) {
                String[] counts = head.split("\t", 3);
                lines.put(counts[2], new int[] {count(counts[0]), count(counts[1])});
            }
        }
        if (raws.isEmpty()) {
            return Changes.NONE;
        }
        List<FileChange> files = files(raws, lines);
        Text diff = text.read();
        return new Changes(raws.stream().map(Raw::name).toList(), files, Optional.of(diff.shown()), diff.cut() ? 1 : 0);
    }

    private List<FileChange> files(List<Raw> raws, Map<String, int[]> lines)
            throws IOException, InterruptedException, TreeRefusedException {
        Map<String, String> hashes = BlobHashes.of(repository, blobs(raws));
        List<FileChange> files = new ArrayList<>();
        for (Raw raw : raws) {
            FilePath path = GitNames.path(raw.name())
                    .orElseThrow(() -> new TreeRefusedException(
                            ErrorCode.PATH_REFUSED,
                            List.of("the name " + GitNames.shown(raw.name())
                                    + " cannot be reported here: names must be UTF-8, without control characters")));
            int[] counts = lines.getOrDefault(path.value(), new int[] {0, 0});
            files.add(new FileChange(
                    path,
                    kind(raw),
                    counts[0],
                    counts[1],
                    Optional.ofNullable(hashes.get(raw.oldBlob())),
                    Optional.ofNullable(hashes.get(raw.newBlob())),
                    mode(raw.newMode())));
        }
        return files;
    }

    private static Set<String> blobs(List<Raw> raws) {
        Set<String> blobs = new java.util.LinkedHashSet<>();
        for (Raw raw : raws.subList(0, Math.min(MOST_HASHED, raws.size()))) {
            blobs.add(raw.oldBlob());
            blobs.add(raw.newBlob());
        }
        blobs.removeIf(hash -> hash.matches("0+"));
        return blobs;
    }

    /** Of a binary file git counts no lines. */
    private static int count(String number) {
        return number.equals("-") ? 0 : Integer.parseInt(number);
    }

    private static FileChange.Kind kind(Raw raw) {
        if (raw.oldMode().equals(NO_MODE)) {
            return FileChange.Kind.CREATED;
        }
        if (raw.newMode().equals(NO_MODE)) {
            return FileChange.Kind.DELETED;
        }
        return raw.oldBlob().equals(raw.newBlob()) ? FileChange.Kind.MODE : FileChange.Kind.CHANGED;
    }

    /** Git knows whether a file is executable, and no more of its permission bits; a link has all of them. */
    private static Optional<FileMode> mode(String gitMode) {
        return switch (gitMode) {
            case NO_MODE -> Optional.empty();
            case EXECUTABLE -> Optional.of(new FileMode(0755));
            case LINK -> Optional.of(new FileMode(0777));
            default -> Optional.of(new FileMode(0644));
        };
    }

    /** The contents of a file in a commit; empty if there is no such file. */
    public Optional<String> blobOf(String commit, FilePath path) throws IOException, InterruptedException {
        GitResult entry = repository.succeed(GitCall.of("ls-tree", "-z", "--full-tree", commit, "--", path.value()));
        String line = new String(entry.out(), US_ASCII);
        return line.isEmpty() || line.contains(" tree ") ? Optional.empty() : Optional.of(line.split("[ \t]", -1)[2]);
    }

    /**
     * Whether two commits change the same files in the same way, byte for byte, at whatever lines; what is around the lines must be the same, too, with its spaces, which {@code git patch-id} passes
     * over. What has a diff longer than 64 MiB, or none that git can make, is not known to be the same.
     */
    public boolean isSame(String one, String other) throws IOException, InterruptedException {
        Optional<byte[]> change = change(one);
        return change.isPresent() && Arrays.equals(change.get(), change(other).orElse(new byte[0]));
    }

    private Optional<byte[]> change(String commit) throws IOException, InterruptedException {
        GitResult diff = repository.run(GitCall.of(
                        "diff-tree",
                        "-p",
                        "--no-commit-id",
                        "--full-index",
                        "--unified=3",
                        "--no-ext-diff",
                        "--no-textconv")
                .and("--no-renames", commit)
                .atMost(MOST_COMPARED));
        return diff.code() != 0 || diff.cut() || diff.out().length == 0
                ? Optional.empty()
                : Optional.of(withoutPlaces(diff.out()));
    }

    /** The diff without what depends on where its hunks are, and what else is in their files: lines of hunks begin with other characters. */
    private static byte[] withoutPlaces(byte[] diff) {
        ByteArrayOutputStream changes = new ByteArrayOutputStream(diff.length);
        byte[] index = new byte[0];
        int start = 0;
        while (start < diff.length) {
            int end = start;
            while (end < diff.length && diff[end] != '\n') {
                end++;
            }
            byte[] line = Arrays.copyOfRange(diff, start, end);
            if (startsWith(line, "index ")) {
                index = line;
            } else if (startsWith(line, "@@ ")) {
                changes.writeBytes("@@\n".getBytes(US_ASCII));
            } else {
                changes.writeBytes(startsWith(line, "Binary files ") ? index : new byte[0]);
                changes.writeBytes(line);
                changes.write('\n');
            }
            start = end + 1;
        }
        return changes.toByteArray();
    }

    private static boolean startsWith(byte[] line, String text) {
        byte[] begin = text.getBytes(US_ASCII);
        return line.length >= begin.length && Arrays.equals(line, 0, begin.length, begin, 0, begin.length);
    }
}
