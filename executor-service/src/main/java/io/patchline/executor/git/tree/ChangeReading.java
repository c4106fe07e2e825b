package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.git.program.DiffHash;
import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.GitResult;
import io.patchline.executor.git.program.NameList;
import io.patchline.executor.git.program.Output;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.FileChange;
import io.patchline.patch.FileMode;
import io.patchline.patch.FilePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads what two trees differ in, of however much there is no more than is told. Renames are what git stores: one file gone and one new. */
public final class ChangeReading {
    /** More than a report has room for (see {@code BoundedReport}). */
    private static final int MOST_DIFF = 512 << 10;

    /** More files than a report has room for. */
    private static final int MOST_TOLD = 1_000;

    /** Of the list and the diff together, which are read at once where they are no more than this. */
    private static final int MOST_AT_ONCE = 2 << 20;

    private static final int MOST_HASHED = 600;
    private static final String NO_MODE = "000000";
    private static final String EXECUTABLE = "100755";
    private static final String LINK = "120000";

    private final OwnRepository repository;

    public ChangeReading(OwnRepository repository) {
        this.repository = repository;
    }

    /** One line of git's: modes, blobs, the letter, the path. */
    private record Raw(String oldMode, String newMode, String oldBlob, String newBlob, FilePath path) {}

    /**
     * What is different: all of it, as far as the names go.
     *
     * @throws TreeRefusedException if a path cannot be told, or if it is more than one commit may change
     */
    public Changes between(String before, String after) throws IOException, InterruptedException, TreeRefusedException {
        Changes changes = found(before, after);
        if (!changes.whole()) {
            throw TreeRefusedException.tooManyFiles();
        }
        return changes;
    }

    /**
     * The same of what is a commit already: of more than one commit may change, the beginning.
     *
     * @throws TreeRefusedException if a path cannot be told
     */
    public Changes found(String before, String after) throws IOException, InterruptedException, TreeRefusedException {
        GitCall list = diff("--raw", "--numstat").and("-z");
        GitResult both = repository.run(list.and("-p", before, after).atMost(MOST_AT_ONCE));
        Listing listing = new Listing();
        if (!both.cut() && both.code() == 0) {
            int end = endOfList(both.out());
            for (byte[] piece : both.pieces(end)) {
                boolean unused = listing.takes(piece);
            }
            byte[] rest = Arrays.copyOfRange(both.out(), end, both.out().length);
            return changes(listing, new Text(rest, rest.length > MOST_DIFF));
        }
        // So much that the one would be read for nothing, or cut off in the middle of the other.
        read(diff("--raw").and("-z", before, after), listing);
        read(diff("--numstat").and("-z", before, after), listing);
        GitResult text = repository.run(diff("-p").and(before, after).atMost(MOST_DIFF));
        return changes(listing, new Text(text.out(), text.cut() || text.code() != 0));
    }

    /** The first names of what is different, no more than so many. */
    public List<byte[]> names(String before, String after, int most) throws IOException, InterruptedException {
        NameList names = new NameList(most);
        read(diff("--name-only").and("-z", before, after), names);
        return names.names();
    }

    private static GitCall diff(String... kinds) {
        return GitCall.of("diff-tree", "-r", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-color")
                .and("--src-prefix=a/", "--dst-prefix=b/")
                .and(kinds);
    }

    /** As far as it takes more. */
    private void read(GitCall list, Output.Taker taker) throws IOException, InterruptedException {
        GitResult result = repository.run(list.to(Output.pieces(taker)));
        if (!result.cut() && result.code() != 0) {
            throw new GitFailedException("git diff-tree ended with code " + result.code() + ": " + result.complaint());
        }
    }

    /** The diff for people, and whether there is more of it. */
    private record Text(byte[] read, boolean cut) {
        /** Whole lines only. */
        String shown() {
            String text = new String(read, 0, Math.min(read.length, MOST_DIFF), UTF_8);
            return cut ? text.substring(0, text.lastIndexOf('\n') + 1) : text;
        }
    }

    /** What git lists: two pieces for each file first, with its hashes and its name; then one for each, with its lines. */
    private static final class Listing implements Output.Taker {
        private final NameList names = new NameList(NameList.MOST_FILES);
        private final List<Raw> reported = new ArrayList<>();
        private final Map<String, int[]> lines = new HashMap<>();
        private Optional<String[]> begun = Optional.empty();
        private Optional<byte[]> unfit = Optional.empty();

        @Override
        public boolean takes(byte[] piece) {
            if (begun.isPresent()) {
                String[] parts = begun.get();
                begun = Optional.empty();
                return takesFile(parts, piece);
            }
            if (piece.length > 0 && piece[0] == ':') {
                begun = Optional.of(new String(piece, 1, piece.length - 1, US_ASCII).split(" ", -1));
                return true;
            }
            if (piece.length > 0 && lines.size() < reported.size()) {
                String[] counts = new String(piece, UTF_8).split("\t", 3);
                lines.put(counts[2], new int[] {count(counts[0]), count(counts[1])});
            }
            return lines.size() < reported.size();
        }

        private boolean takesFile(String[] parts, byte[] name) {
            Optional<FilePath> path = GitNames.path(name);
            if (path.isEmpty()) {
                unfit = unfit.or(() -> Optional.of(name));
            } else if (reported.size() < MOST_TOLD) {
                reported.add(new Raw(parts[0], parts[1], parts[2], parts[3], path.get()));
            }
            return names.takes(name) && unfit.isEmpty();
        }
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

    private Changes changes(Listing listing, Text text) throws IOException, InterruptedException, TreeRefusedException {
        if (listing.unfit.isPresent()) {
            throw new TreeRefusedException(
                    ErrorCode.PATH_REFUSED,
                    List.of("the name " + GitNames.shown(listing.unfit.get())
                            + " cannot be reported here: names must be UTF-8, without control characters"));
        }
        List<byte[]> paths = listing.names.names();
        if (paths.isEmpty()) {
            return Changes.NONE;
        }
        boolean whole = !listing.names.isFull();
        List<FileChange> files = files(listing.reported, listing.lines);
        int more = paths.size() - files.size() + (whole ? 0 : 1);
        return new Changes(paths, whole, files, more, Optional.of(text.shown()), text.cut() ? 1 : 0);
    }

    private List<FileChange> files(List<Raw> raws, Map<String, int[]> lines) throws IOException, InterruptedException {
        Map<String, String> hashes = BlobHashes.of(repository, blobs(raws));
        List<FileChange> files = new ArrayList<>();
        for (Raw raw : raws) {
            int[] counts = lines.getOrDefault(raw.path().value(), new int[] {0, 0});
            files.add(new FileChange(
                    raw.path(),
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
        Set<String> blobs = new LinkedHashSet<>();
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

    /**
     * Whether two commits change the same files in the same way, byte for byte, at whatever lines, and however large the change is; what is around the lines must be the same, too, with its spaces.
     * What git can make no diff of is not known to be the same.
     */
    public boolean isSame(String one, String other) throws IOException, InterruptedException {
        Optional<String> change = hash(one);
        return change.isPresent() && change.equals(hash(other));
    }

    private Optional<String> hash(String commit) throws IOException, InterruptedException {
        DiffHash hash = new DiffHash();
        GitResult diff = repository.run(GitCall.of(
                        "diff-tree",
                        "-p",
                        "--no-commit-id",
                        "--full-index",
                        "--unified=3",
                        "--no-ext-diff",
                        "--no-textconv")
                .and("--no-renames", commit)
                .to(hash));
        return diff.code() == 0 ? hash.hash() : Optional.empty();
    }

    /** The contents of a file in a commit; empty if there is no such file. */
    public Optional<String> blobOf(String commit, FilePath path) throws IOException, InterruptedException {
        GitResult entry = repository.succeed(GitCall.of("ls-tree", "-z", "--full-tree", commit, "--", path.value()));
        String line = new String(entry.out(), US_ASCII);
        return line.isEmpty() || line.contains(" tree ") ? Optional.empty() : Optional.of(line.split("[ \t]", -1)[2]);
    }
}
