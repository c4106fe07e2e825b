package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.patchline.executor.directory.DirectoryTrees;
import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.GitResult;
import io.patchline.outcome.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The working tree of a place: brought to a commit before a run, read after it. The index of the clean tree stays as it was, so that whatever a run touches is found and
 * brought back by the next, its permission bits too (a file's time of change is the kernel's to give). Not for several threads at once.
 */
public final class WorkingTree {
    private static final int MOST_TOLD = 20;
    private static final int MOST_FILES = 100_000;
    private static final long MOST_NAMES = 16L << 20;

    private final Place place;
    private final OwnRepository repository;
    private final Keep keep;
    private final TreeOwner owner;
    private final long mostFileBytes;

    /**
     * @param owner who the files belong to
     * @param mostFileBytes how large each file of a commit may be
     */
    public WorkingTree(Place place, OwnRepository repository, Keep keep, TreeOwner owner, long mostFileBytes) {
        this.place = place;
        this.repository = repository;
        this.keep = keep;
        this.owner = owner;
        this.mostFileBytes = mostFileBytes;
    }

    /** Makes the tree what the commit is. One that cannot be cleaned is thrown away and made anew. */
    public void bringTo(String commit) throws IOException, InterruptedException {
        if (!repository.isPlain()) {
            place.removeTree(); // It may have been checked out by the attributes of a commit.
            repository.makePlain();
        }
        place.makeTree();
        if (!clean(commit)) {
            place.removeTree();
            place.makeTree();
            if (!clean(commit)) {
                throw new GitFailedException("a new working tree is not what the commit " + commit + " is");
            }
        }
        owner.own(place.tree());
    }

    /** What the tree is now, as a tree of git. Nothing of the tree's choosing runs. */
    public String staged() throws IOException, InterruptedException, TreeRefusedException {
        Files.copy(place.index(), place.runIndex(), StandardCopyOption.REPLACE_EXISTING);
        Differences found = differences();
        refuse(found);
        refuseTooLarge(found);
        if (!found.gone().isEmpty()) {
            String nothing = "0 " + "0".repeat(repository.hashLength()) + "\t";
            inTree(GitCall.of("update-index", "-z", "--index-info").reading(joined(nothing, found.gone())));
        }
        if (!found.there().isEmpty()) {
            inTree(GitCall.of("update-index", "-z", "--add", "--remove", "--replace", "--stdin")
                    .reading(joined("", found.there())));
        }
        return inTree(GitCall.of("write-tree")).line();
    }

    /** Those of the paths that are ignored. A path that began with a colon would be taken for a pattern; one that begins with a dot is not. */
    public List<byte[]> ignored(List<byte[]> paths) throws IOException, InterruptedException {
        GitCall call = GitCall.of("check-ignore", "-z", "--stdin")
                .with("GIT_LITERAL_PATHSPECS", "0")
                .reading(joined("./", paths));
        // Of what lies in a submodule, git tells nothing as long as it knows of the submodule: it then looks without
        // the index.
        GitResult known = repository.run(onTree(call, place.index()));
        GitResult result = known.code() > 1 ? repository.run(onTree(call, place.noIndex())) : known;
        if (result.code() > 1) {
            throw new GitFailedException(
                    "git check-ignore ended with code " + result.code() + ": " + result.complaint());
        }
        return result.pieces().stream()
                .map(name -> Arrays.copyOfRange(name, 2, name.length))
                .toList();
    }

    /** What is neither file, directory nor link, and repositories, in the tree; what is ignored left out. */
    public List<byte[]> odd() throws IOException, InterruptedException {
        List<byte[]> found = TreeScan.odd(place.tree());
        if (found.isEmpty()) {
            return found;
        }
        List<String> ignored = ignored(found).stream().map(GitNames::shown).toList();
        return found.stream()
                .filter(name -> !ignored.contains(GitNames.shown(name)))
                .toList();
    }

    private boolean clean(String commit) throws IOException, InterruptedException {
        removeGit();
        Files.deleteIfExists(place.index().resolveSibling("index.lock"));
        Files.deleteIfExists(place.index().resolveSibling("index.run.lock"));
        GitCall toCommit = GitCall.of("read-tree", "--reset", "-u", commit).noFileOver(mostFileBytes);
        if (repository.run(onTree(toCommit, place.index())).code() != 0) {
            return false;
        }
        if (keep == Keep.NOTHING || !isClean()) {
            GitCall clean = GitCall.of("clean", "-ffdq").and(keep == Keep.NOTHING ? List.of("-x") : List.of());
            if (repository.run(onTree(clean, place.index())).code() != 0 || !isClean()) {
                return false;
            }
        }
        return odd().isEmpty();
    }

    /** What commands see of git is thrown away with all that they have made of it. */
    private void removeGit() throws IOException {
        Path git = place.tree().resolve(".git");
        DirectoryTrees.remove(git);
        Files.deleteIfExists(git);
    }

    private boolean isClean() throws IOException, InterruptedException {
        GitCall list = GitCall.of("ls-files", "-z", "-m", "-o", "--directory", "--exclude-standard");
        GitResult left = repository.run(onTree(list.atMost(1), place.index()));
        return left.out().length == 0 && left.code() == 0;
    }

    /**
     * What is different from the index.
     *
     * @param there what is new or may have changed; directories that are repositories end with a slash
     * @param gone what is not there any more: something above it is a link now, for instance
     */
    private record Differences(List<byte[]> there, List<byte[]> gone) {}

    /** {@code diff-files} knows what lies beyond a link, and must not look into submodules: it would start another git there. */
    private Differences differences() throws IOException, InterruptedException, TreeRefusedException {
        TreeSet<byte[]> there = new TreeSet<>(Arrays::compareUnsigned);
        TreeSet<byte[]> gone = new TreeSet<>(Arrays::compareUnsigned);
        List<byte[]> changed =
                listed(GitCall.of("diff-files", "-z", "--name-status", "--no-renames", "--ignore-submodules=all"), 2);
        for (int i = 0; i + 1 < changed.size(); i += 2) {
            (changed.get(i)[0] == 'D' ? gone : there).add(changed.get(i + 1));
        }
        for (byte[] line : listed(GitCall.of("ls-files", "-z", "-t", "-d", "-o", "--exclude-standard"), 1)) {
            (line[0] == '?' ? there : gone).add(Arrays.copyOfRange(line, 2, line.length));
        }
        if (there.size() + gone.size() > MOST_FILES) {
            throw tooMany();
        }
        return new Differences(List.copyOf(there), List.copyOf(gone));
    }

    /** What git lists of changed files, as long as it is no more than one commit may have. */
    private List<byte[]> listed(GitCall call, int piecesOfEach)
            throws IOException, InterruptedException, TreeRefusedException {
        GitResult result = repository.run(onTree(call.atMost(MOST_NAMES), place.runIndex()));
        if (result.cut()) {
            throw tooMany();
        }
        if (result.code() != 0) {
            throw new GitFailedException("git " + call.arguments().getFirst() + " ended with code " + result.code()
                    + ": " + result.complaint());
        }
        int pieces = 0;
        for (byte b : result.out()) {
            pieces += b == 0 ? 1 : 0;
        }
        if (pieces > MOST_FILES * piecesOfEach) {
            throw tooMany();
        }
        return result.pieces();
    }

    private static TreeRefusedException tooMany() {
        return new TreeRefusedException(
                ErrorCode.PATH_REFUSED,
                List.of("the patch changes more files than one commit may (" + MOST_FILES + ")"));
    }

    private static void refuse(Differences found) throws TreeRefusedException {
        List<String> wrong = Stream.concat(found.there().stream(), found.gone().stream())
                .map(WorkingTree::wrong)
                .flatMap(Optional::stream)
                .limit(MOST_TOLD)
                .toList();
        if (!wrong.isEmpty()) {
            throw new TreeRefusedException(ErrorCode.PATH_REFUSED, wrong);
        }
    }

    /** A larger file could be committed, but never be checked out again, and the workspace could not be used any more. */
    private void refuseTooLarge(Differences found) throws IOException, TreeRefusedException {
        long most = Math.max(1, mostFileBytes / 512) * 512; // as GitProgram limits the checkout
        List<String> wrong = new ArrayList<>();
        for (byte[] name : found.there()) {
            String shown = GitNames.shown(name);
            if (wrong.size() < MOST_TOLD && fileSize(place.tree().resolve(shown)) > most) {
                wrong.add(shown + " is larger than fetch-limit allows (" + most + " bytes)");
            }
        }
        if (!wrong.isEmpty()) {
            throw new TreeRefusedException(ErrorCode.PATH_REFUSED, wrong);
        }
    }

    /** 0 for what is no regular file, or not there any more. */
    private static long fileSize(Path file) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() ? attributes.size() : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static Optional<String> wrong(byte[] name) {
        String shown = GitNames.shown(name);
        if (shown.endsWith("/")) {
            return Optional.of(repositoryIn(shown));
        }
        var path = GitNames.path(name);
        if (path.isEmpty()) {
            return Optional.of(
                    "the name " + shown + " cannot be reported here: names must be UTF-8, without control characters, "
                            + "with at most 255 bytes between slashes. Give the file another name");
        }
        return GitNames.leadsIntoGit(path.get())
                ? Optional.of("the name " + shown
                        + " means git's own directory on some file systems. Give the file another name")
                : Optional.empty();
    }

    /** Why a repository in the tree is refused. */
    public static String repositoryIn(String path) {
        return "there is a repository in " + path + ", which would be no more than a reference to it in the commit. "
                + "Remove its .git, or name the directory in .gitignore";
    }

    private GitResult inTree(GitCall call) throws IOException, InterruptedException {
        return repository.succeed(onTree(call, place.runIndex()));
    }

    private GitCall onTree(GitCall call, Path index) {
        return call.with("GIT_WORK_TREE", place.tree().toString()).with("GIT_INDEX_FILE", index.toString());
    }

    private static byte[] joined(String prefix, List<byte[]> names) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] name : names) {
            joined.writeBytes(prefix.getBytes(US_ASCII));
            joined.writeBytes(name);
            joined.write(0);
        }
        return joined.toByteArray();
    }
}
