package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitResult;
import io.patchline.executor.git.program.NameList;
import io.patchline.executor.git.program.SizeLimits;
import io.patchline.outcome.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
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
import java.util.OptionalInt;
import java.util.TreeSet;

/** What a run leaves in the working tree of a place, as a tree of git. Nothing of the tree's choosing runs. Not for several threads at once. */
final class Staging {
    private static final int MOST_TOLD = 20;
    private static final int MOST_KEPT = 5_000;

    /** In bytes: Linux's PATH_MAX, with the NUL that ends it. */
    private static final int LONGEST_PATH = 4096;

    private final Place place;
    private final OwnRepository repository;
    private final SizeLimits sizes;

    Staging(Place place, OwnRepository repository, SizeLimits sizes) {
        this.place = place;
        this.repository = repository;
        this.sizes = sizes;
    }

    /**
     * What is different from the clean tree.
     *
     * @param odd what git passes over, if that was asked for: as {@link TreeScan#odd}
     */
    WorkingTree.Left left(boolean odd) throws IOException, InterruptedException, TreeRefusedException {
        // Git reads the contents of a file that is no older than its index: a copy with a later time of its own would
        // hide what a run wrote in the second of the checkout.
        Files.copy(
                place.index(),
                place.runIndex(),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        // diff-files knows what lies beyond a link, and must not look into submodules: it would start another git
        // there.
        GitCall changed = GitCall.of("diff-files", "-z", "--name-status", "--no-renames", "--ignore-submodules=all");
        GitCall untracked = GitCall.of("ls-files", "-z", "-o", "--exclude-standard");
        TreeLook look = new TreeLook(repository);
        List<Optional<List<byte[]>>> found = SideBySide.all(
                List.of(() -> listed(look, changed, 2), () -> listed(look, untracked, 1), () -> scanned(look, odd)));
        refuseWhatGitPassesOver(look.found());
        if (look.isOutOfMemory()) {
            throw TreeRefusedException.tooMuchMemory();
        }
        TreeSet<byte[]> there = new TreeSet<>(Arrays::compareUnsigned);
        TreeSet<byte[]> gone = new TreeSet<>(Arrays::compareUnsigned);
        List<byte[]> lettersAndNames = found.get(0).orElseThrow(TreeRefusedException::tooManyFiles);
        for (int i = 0; i + 1 < lettersAndNames.size(); i += 2) {
            (lettersAndNames.get(i)[0] == 'D' ? gone : there).add(lettersAndNames.get(i + 1));
        }
        there.addAll(found.get(1).orElseThrow(TreeRefusedException::tooManyFiles));
        List<byte[]> passedOver = look.found().odd();
        if (!passedOver.isEmpty() || IndexFile.mayHaveSubmodules(place.runIndex(), repository.hashLength() / 2)) {
            // What is in a directory that cannot be read, and submodules that are gone, diff-files does not tell.
            gone.addAll(listed(look, GitCall.of("ls-files", "-z", "-d"), 1)
                    .orElseThrow(TreeRefusedException::tooManyFiles));
        }
        for (byte[] name : passedOver) { // A file that is a pipe now: git takes no such thing.
            if (there.remove(name)) {
                gone.add(name);
            }
        }
        if (there.size() + gone.size() > NameList.MOST_FILES) {
            throw TreeRefusedException.tooManyFiles();
        }
        return new WorkingTree.Left(List.copyOf(there), List.copyOf(gone), passedOver);
    }

    /** The clean tree with what is different. */
    String tree(WorkingTree.Left left) throws IOException, InterruptedException, TreeRefusedException {
        refuse(left);
        refuseUnfit(left);
        // In this order: --index-info and write-tree write the index without looking at the tree, and with a new time.
        // An
        // entry whose file was changed in the second of its checkout would pass for clean from then on.
        if (!left.there().isEmpty()) {
            onTree(GitCall.of("update-index", "-z", "--add", "--remove", "--replace", "--stdin")
                    .reading(joined("", left.there())));
        }
        if (!left.gone().isEmpty()) {
            String nothing = "0 " + "0".repeat(repository.hashLength()) + "\t";
            onTree(GitCall.of("update-index", "-z", "--index-info").reading(joined(nothing, left.gone())));
        }
        return onTree(GitCall.of("write-tree")).line();
    }

    /**
     * Whether the changed files are as a checkout would have written them, so that the tree may stay as it is: whole permission bits, no second name of a file, and whose they are to be.
     *
     * @param uid the owner's, if that is another than this process's user
     */
    static boolean isAsCheckedOut(Path tree, WorkingTree.Left left, OptionalInt uid) throws IOException {
        if (left.there().size() > MOST_KEPT || !left.odd().isEmpty()) {
            return false;
        }
        for (byte[] name : left.there()) {
            Path file = tree.resolve(GitNames.shown(name));
            try {
                int mode = attribute(file, "mode") & 07777;
                boolean plain = Files.isSymbolicLink(file) || mode == 0644 || mode == 0755;
                boolean owned = uid.isEmpty() || uid.getAsInt() == attribute(file, "uid");
                if (!plain || !owned || attribute(file, "nlink") != 1) {
                    return false;
                }
            } catch (NoSuchFileException | AccessDeniedException gone) {
                return false;
            }
        }
        return true;
    }

    private static int attribute(Path file, String name) throws IOException {
        return (int) Files.getAttribute(file, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
    }

    private GitResult onTree(GitCall call) throws IOException, InterruptedException {
        return repository.succeed(place.onTree(call, place.runIndex()));
    }

    private Optional<List<byte[]>> scanned(TreeLook look, boolean odd) throws IOException, InterruptedException {
        boolean unused = !odd || look.scan(deadline -> TreeScan.odd(place.tree(), deadline));
        return Optional.of(List.of());
    }

    /** What would keep git waiting, and more than is looked at: such a thing may be among the rest. */
    private static void refuseWhatGitPassesOver(TreeScan.Found found) throws TreeRefusedException {
        List<String> wrong = new ArrayList<>(found.waitedFor().stream()
                .limit(MOST_TOLD)
                .map(name -> name + " is no file, and git reads it. Make it a file, or remove it")
                .toList());
        if (!found.whole()) {
            wrong.add(
                    "there are more pipes, sockets, devices, repositories and directories that their owner may not change"
                            + " than are looked at (" + NameList.MOST_FILES + ", names of " + NameList.MOST_BYTES
                            + " bytes together), ignored or not. Remove them");
        }
        if (!wrong.isEmpty()) {
            throw new TreeRefusedException(ErrorCode.PATH_REFUSED, wrong);
        }
    }

    /** What git lists of changed files; empty if it is more than one commit may have. */
    private Optional<List<byte[]>> listed(TreeLook look, GitCall call, int piecesOfEach)
            throws IOException, InterruptedException {
        return look.names(place.onTree(call, place.runIndex()), NameList.MOST_FILES * piecesOfEach);
    }

    /** As long as the run may go on. */
    private <T> Iterable<T> heeding(List<T> things) {
        return repository.limits().heeding("looking at what the patch left", things);
    }

    private void refuse(WorkingTree.Left left) throws TreeRefusedException {
        List<String> wrong = new ArrayList<>();
        for (List<byte[]> names : List.of(left.there(), left.gone())) {
            for (byte[] name : heeding(names)) {
                if (wrong.size() < MOST_TOLD) {
                    wrong(name).ifPresent(wrong::add);
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new TreeRefusedException(ErrorCode.PATH_REFUSED, wrong);
        }
    }

    /** A larger file could be committed, but never be checked out again, and the workspace could not be used any more. One that cannot be read would be tried again and again. */
    private void refuseUnfit(WorkingTree.Left left) throws IOException, TreeRefusedException {
        long most = Math.max(1, sizes.file() / 512) * 512; // as GitProgram limits the checkout
        long all = 0;
        List<String> wrong = new ArrayList<>();
        for (byte[] name : heeding(left.there())) {
            String shown = GitNames.shown(name);
            Path file = place.tree().resolve(shown);
            if (file.toString().getBytes(UTF_8).length >= LONGEST_PATH) {
                throw new TreeRefusedException(
                        ErrorCode.PATH_REFUSED, List.of("the path " + shown + " is too long for the executor's disk"));
            }
            if (wrong.size() < MOST_TOLD) {
                unfit(file, most).ifPresent(why -> wrong.add(shown + why));
            }
            all += Math.min(sizeOf(file), Long.MAX_VALUE - all);
        }
        if (!wrong.isEmpty()) {
            throw new TreeRefusedException(ErrorCode.PATH_REFUSED, wrong);
        }
        refuseIfTooLarge(all, left.there().size());
    }

    /** What is larger than a fetch may be, no other executor could fetch. */
    private void refuseIfTooLarge(long bytes, int files) throws TreeRefusedException {
        String key = sizes.commit() <= sizes.file() ? "commit-limit" : "fetch-limit";
        long most = Math.min(sizes.commit(), sizes.file());
        if (bytes > most) {
            throw new TreeRefusedException(
                    ErrorCode.FILE_REFUSED,
                    List.of("the " + files + " files that are new or were written to have " + bytes
                            + " bytes together, more than " + key + " allows (" + most
                            + "). Name in .gitignore what is not to be in the commit, make several patches of it, or raise "
                            + key));
        }
    }

    private static long sizeOf(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .size();
        } catch (NoSuchFileException | AccessDeniedException e) {
            return 0;
        }
    }

    /** Why a regular file cannot be in a commit; empty for everything else, and for what is not there any more. */
    private static Optional<String> unfit(Path file, long most) throws IOException {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                return Optional.empty();
            }
            if (attributes.size() > most) {
                return Optional.of(" is larger than fetch-limit allows (" + most + " bytes)");
            }
            return Files.isReadable(file)
                    ? Optional.empty()
                    : Optional.of(" cannot be read. Give its owner the right to read it");
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            return Optional.of(" cannot be reached. Give its owner the right to pass the directories above it");
        }
    }

    private static Optional<String> wrong(byte[] name) {
        String shown = GitNames.shown(name);
        if (shown.endsWith("/")) {
            return Optional.of(WorkingTree.repositoryIn(shown));
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

    /** The names, each behind the prefix and ended by NUL. */
    static byte[] joined(String prefix, List<byte[]> names) {
        byte[] before = prefix.getBytes(US_ASCII);
        int length =
                names.stream().mapToInt(name -> before.length + name.length + 1).sum();
        ByteBuffer joined = ByteBuffer.allocate(length);
        names.forEach(name -> joined.put(before).put(name).put((byte) 0));
        return joined.array();
    }
}
