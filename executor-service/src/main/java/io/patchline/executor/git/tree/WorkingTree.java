package io.patchline.executor.git.tree;

import io.patchline.executor.directory.DirectoryTrees;
import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.GitResult;
import io.patchline.executor.git.program.NameList;
import io.patchline.executor.git.program.SizeLimits;
import io.patchline.executor.git.program.WroteTooMuchException;
import io.patchline.outcome.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The working tree of a place: brought to a commit before a run, read after it. The index of the clean tree stays as it was, so that whatever a run touches is found and
 * brought back by the next, its permission bits too (a file's time of change is the kernel's to give). Not for several threads at once.
 */
public final class WorkingTree {
    /** Of {@code git read-tree}: whatever lies there, it is overwritten. */
    private static final String ANEW = "--reset";

    /** How a process ends that writes into a file beyond its limit: by SIGXFSZ. */
    private static final int FILE_TOO_LARGE = 128 + 25;

    /** Before a name, so that it is not taken for a pattern. */
    private static final String HERE = "./";

    private static final Logger LOG = LoggerFactory.getLogger(WorkingTree.class);

    private final Place place;
    private final OwnRepository repository;
    private final Keep keep;
    private final TreeOwner owner;
    private final Staging staging;
    private final SizeLimits sizes;

    /** @param owner who the files belong to */
    public WorkingTree(Place place, OwnRepository repository, Keep keep, TreeOwner owner, SizeLimits sizes) {
        this.place = place;
        this.repository = repository;
        this.keep = keep;
        this.owner = owner;
        this.staging = new Staging(place, repository, sizes);
        this.sizes = sizes;
    }

    /**
     * What a run left.
     *
     * @param there what is new or may have changed; directories that are repositories end with a slash
     * @param gone what is not there any more: something above it is a link now, for instance
     * @param odd what git passes over, if that was asked for
     */
    public record Left(List<byte[]> there, List<byte[]> gone, List<byte[]> odd) {
        public boolean isNothing() {
            return there.isEmpty() && gone.isEmpty();
        }
    }

    /**
     * Makes the tree what the commit is. One that cannot be cleaned is thrown away and made anew.
     *
     * @throws TreeRefusedException if the commit's files are larger than they may be
     */
    public void bringTo(String commit) throws IOException, InterruptedException, TreeRefusedException {
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
    }

    /**
     * What a run left in the tree.
     *
     * @param odd whether to look for what git passes over, too
     */
    public Left left(boolean odd) throws IOException, InterruptedException, TreeRefusedException {
        return staging.left(odd);
    }

    /** What the tree is with what was left in it, as a tree of git. */
    public String staged(Left left) throws IOException, InterruptedException, TreeRefusedException {
        return staging.tree(left);
    }

    /** Those of the paths that are ignored. A path that began with a colon would be taken for a pattern; one that begins with a dot is not. */
    public List<byte[]> ignored(List<byte[]> paths) throws IOException, InterruptedException {
        if (paths.isEmpty()) {
            return List.of();
        }
        GitCall call = GitCall.of("check-ignore", "-z", "--stdin")
                .with("GIT_LITERAL_PATHSPECS", "0")
                .reading(Staging.joined(HERE, paths));
        // Of what lies in a submodule, git tells nothing as long as it knows of the submodule: it then looks without
        // the index.
        NameList known = NameList.among(paths, HERE.length());
        GitResult result = repository.run(place.onTree(call.to(known), place.index()));
        NameList names = result.code() > 1 ? NameList.among(paths, HERE.length()) : known;
        if (result.code() > 1) {
            result = repository.run(place.onTree(call.to(names), place.noIndex()));
        }
        if (result.code() > 1) {
            throw new GitFailedException(
                    "git check-ignore ended with code " + result.code() + ": " + result.complaint());
        }
        return names.names().stream()
                .map(name -> Arrays.copyOfRange(name, HERE.length(), name.length))
                .toList();
    }

    /** Those of the paths that are not ignored. */
    public List<byte[]> notIgnored(List<byte[]> paths) throws IOException, InterruptedException {
        Set<ByteBuffer> ignored = ignored(paths).stream().map(ByteBuffer::wrap).collect(Collectors.toSet());
        return paths.stream()
                .filter(name -> !ignored.contains(ByteBuffer.wrap(name)))
                .toList();
    }

    /**
     * What was left became this commit. Where its files are as a checkout would have written them the tree stays as it is, and the next run has nothing to write: it looks, as ever, whether the
     * tree is what its index says.
     */
    public void committed(String commit, Left left) throws IOException {
        if (Staging.isAsCheckedOut(place.tree(), left, owner.uid())) {
            place.takeRunIndex(commit);
        }
    }

    private boolean clean(String commit) throws IOException, InterruptedException, TreeRefusedException {
        removeGit();
        for (String lock : List.of("index.lock", "index.run.lock")) {
            Files.deleteIfExists(place.index().resolveSibling(lock));
        }
        if (!isMovedTo(commit)) {
            place.forgetIndexed();
            if (!read(ANEW, commit) || !isCleaned()) {
                return false;
            }
            place.indexed(commit);
        }
        return true;
    }

    /** Whether the tree, as it was left, could be made what the commit is by writing nothing but what is different in the two commits. */
    private boolean isMovedTo(String commit) throws IOException, InterruptedException, TreeRefusedException {
        Optional<String> indexed = place.indexed();
        if (indexed.isEmpty() || !Files.exists(place.index())) {
            return false;
        }
        if (!indexed.get().equals(commit)) {
            place.forgetIndexed();
            if (!read("-m", commit)) {
                return false;
            }
            place.indexed(commit);
        }
        return isClean();
    }

    private boolean read(String how, String commit) throws IOException, InterruptedException, TreeRefusedException {
        GitCall call = GitCall.of("read-tree", how, "-u", commit)
                .noFileOver(sizes.file())
                .writingAtMost(sizes.checkout());
        GitResult read;
        try {
            read = repository.run(place.onTree(call, place.index()));
        } catch (WroteTooMuchException e) {
            throw tooLarge("the files of commit " + commit + " are more than checkout-limit allows (" + sizes.checkout()
                    + " bytes). Take them out of the branch, or raise checkout-limit");
        }
        if (read.code() == FILE_TOO_LARGE || read.complaint().contains("File too large")) {
            throw tooLarge("a file of commit " + commit + " is larger than fetch-limit allows (" + sizes.file()
                    + " bytes). Take it out of the branch, or raise fetch-limit");
        }
        if (read.isOutOfMemory() && how.equals(ANEW)) { // otherwise it may be what the run before has left
            throw tooLarge("commit " + commit
                    + " has more files, or larger ones, than git can hold in the memory that it may have ("
                    + Place.MOST_MEMORY + " bytes). Take them out of the branch");
        }
        return read.code() == 0;
    }

    private TreeRefusedException tooLarge(String why) throws IOException {
        place.removeTree();
        return new TreeRefusedException(ErrorCode.FILE_REFUSED, List.of(why));
    }

    private boolean isCleaned() throws IOException, InterruptedException {
        if (isClean()) {
            return true;
        }
        GitCall clean = GitCall.of("clean", "-ffdq").and(keep == Keep.NOTHING ? List.of("-x") : List.of());
        return repository.run(place.onTree(clean, place.index())).code() == 0 && isClean();
    }

    /** What commands see of git is thrown away with all that they have made of it. */
    private void removeGit() throws IOException {
        Path git = place.tree().resolve(".git");
        DirectoryTrees.remove(git);
        Files.deleteIfExists(git);
    }

    /** Whether the tree is its index and nothing besides, and permission bits that git does not record are as they were. If so it is given to its owner. */
    private boolean isClean() throws IOException, InterruptedException {
        GitCall changed = GitCall.of("diff-files", "-z", "--name-only", "--ignore-submodules=all");
        GitCall untracked = GitCall.of("ls-files", "-z", "-o", "--directory")
                .and(keep == Keep.NOTHING ? List.of() : List.of("--exclude-standard"));
        TreeLook look = new TreeLook(repository);
        List<Boolean> nothing = SideBySide.all(List.of(
                () -> listsNothing(look, changed),
                () -> listsNothing(look, untracked),
                () -> look.scan(deadline -> TreeScan.found(place.tree(), owner.uid(), deadline))));
        if (!look.found().whole()) {
            LOG.atWarn()
                    .addKeyValue("directory", place.tree())
                    .log(
                            "What earlier runs left in a working tree is more than is looked at: the tree is made anew, without what is ignored in it");
        }
        if (look.found().mayKeepGitWaiting()) {
            place.removeTree(); // Git would wait at it when it cleans, too.
            return false;
        }
        return !nothing.contains(false) && notIgnored(look.found().odd()).isEmpty() && isGiven(look.found());
    }

    private boolean listsNothing(TreeLook look, GitCall list) throws IOException, InterruptedException {
        Optional<GitResult> result = look.run(place.onTree(list.atMost(1), place.index()));
        return result.isPresent()
                && result.get().out().length == 0
                && result.get().code() == 0;
    }

    /** The index must know whose the files are: what it does not know would be read again by each run. */
    private boolean isGiven(TreeScan.Found found) throws IOException, InterruptedException {
        if (owner.uid().isEmpty()) {
            return true;
        }
        owner.own(place.tree());
        if (found.others().isEmpty()) {
            return true;
        }
        boolean unused = repository.timed("find", deadline -> {
            TreeScan.give(place.tree(), owner, found, deadline);
            return true;
        });
        GitCall refresh = GitCall.of("update-index", "--ignore-submodules", "--refresh");
        return repository.run(place.onTree(refresh, place.index())).code() == 0;
    }

    /** Why a repository in the tree is refused. */
    public static String repositoryIn(String path) {
        return "there is a repository in " + path + ", which would be no more than a reference to it in the commit. "
                + "Remove its .git, or name the directory in .gitignore";
    }
}
