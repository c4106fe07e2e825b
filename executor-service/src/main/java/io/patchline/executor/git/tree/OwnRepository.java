package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.directory.DirectoryTrees;
import io.patchline.executor.git.program.CallLimits;
import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitEndedException;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.GitProgram;
import io.patchline.executor.git.program.GitResult;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.executor.process.StepEndedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The git directory of a place: commits, trees and what they differ in. Not for several threads at once. */
public final class OwnRepository {
    /**
     * Files are what their blobs are, byte for byte. By its own attributes (text, eol, ident) a tree could hold files that are different from the commit as soon as they are checked
     * out, and would never be clean.
     */
    private static final String PLAIN = "* -text -ident !working-tree-encoding !filter\n";

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final String EMPTY_SHA1 = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";
    private static final String EMPTY_SHA256 = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321";

    private final Path directory;
    private final GitProgram git;
    private final KnownCommits known;
    private final CallObserver observer;
    private final CallLimits limits;

    /** @param known what the workspace's runs have read and made before */
    public OwnRepository(Path directory, KnownCommits known, CallObserver observer) {
        this(directory, known, observer, CallLimits.USUAL);
    }

    /** The same, whose calls have these limits. */
    public OwnRepository(Path directory, KnownCommits known, CallObserver observer, CallLimits limits) {
        this.limits = limits;
        this.directory = directory;
        this.known = known;
        this.observer = observer;
        this.git = new GitProgram(Map.of(), List.of(), observer);
    }

    public Path directory() {
        return directory;
    }

    KnownCommits known() {
        return known;
    }

    public boolean isMade() {
        return Files.exists(directory.resolve("HEAD"));
    }

    /** Sees that there is one, for commits whose hashes are as long as this one. */
    public void make(String hashLikeThis) throws IOException, InterruptedException {
        if (isMade()) {
            return;
        }
        Path next = directory.resolveSibling(directory.getFileName() + ".new"); // One that is half made is none.
        DirectoryTrees.remove(next);
        GitCall init =
                GitCall.of("init", "--quiet", "--bare", "--template=", "--object-format=" + format(hashLikeThis));
        GitCall call = init.and("--", next.toString());
        timed(call.command(), deadline -> git.succeed(call, deadline));
        Files.move(next, directory, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What a git that was ended in the middle of its work has written so far. For whoever has the place, and no git running in it. */
    public void removeHalfWritten() {
        HalfWritten.removeAll(directory);
    }

    /** A git that was killed leaves its lock files, and every other stops at them; and what it has half written. For whoever has the place, and no git running in it. */
    public void removeLeftovers() throws IOException {
        HalfWritten.removePacks(directory);
        for (Path below : List.of(directory, directory.resolve("refs"))) {
            int depth = below.equals(directory) ? 1 : Integer.MAX_VALUE;
            try (Stream<Path> files = Files.walk(below, depth)) {
                for (Path lock :
                        files.filter(file -> file.toString().endsWith(".lock")).toList()) {
                    Files.deleteIfExists(lock);
                }
            }
        }
    }

    /** Whether what commits say of line ends and the like is passed over in this directory. */
    boolean isPlain() throws IOException {
        Path attributes = attributes();
        return Files.exists(attributes) && Files.readString(attributes).equals(PLAIN);
    }

    /** From now on, no commit changes the bytes of its files. */
    void makePlain() throws IOException {
        Files.createDirectories(directory.resolve("info"));
        Files.writeString(attributes(), PLAIN);
    }

    /** Git heeds them before those of a tree. */
    private Path attributes() {
        return directory.resolve("info").resolve("attributes");
    }

    static String format(String hash) {
        return hash.length() == 64 ? "sha256" : "sha1";
    }

    GitResult run(GitCall call) throws IOException, InterruptedException {
        return timed(call.command(), deadline -> git.run(here(call), deadline));
    }

    /** The same, which somebody else may end, too. */
    GitResult run(GitCall call, Cancellation other) throws IOException, InterruptedException {
        try {
            return git.run(
                    here(call), Deadline.after(limits.longest(), limits.heeded().or(other)));
        } catch (StepEndedException e) {
            throw new GitEndedException(call.command(), e);
        }
    }

    GitResult succeed(GitCall call) throws IOException, InterruptedException {
        return timed(call.command(), deadline -> git.succeed(here(call), deadline));
    }

    private GitCall here(GitCall call) {
        return call.with("GIT_DIR", directory.toString());
    }

    /** What takes its time on this machine's own disk. */
    interface Timed<T> {
        T until(Deadline deadline) throws IOException, InterruptedException;
    }

    /**
     * Does it within the time that each call has.
     *
     * @param what does it, for a person to read
     * @throws GitEndedException if it takes longer, or the run is cancelled
     */
    <T> T timed(String what, Timed<T> step) throws IOException, InterruptedException {
        try {
            return step.until(limits.begin());
        } catch (StepEndedException e) {
            throw new GitEndedException(what, e);
        }
    }

    CallLimits limits() {
        return limits;
    }

    /** Whether the name is known for this commit: then all that belongs to it is there, because the name was given after that. */
    public boolean isAt(String ref, String commit) throws IOException {
        return at(ref).equals(Optional.of(commit));
    }

    /** How many digits its hashes have. */
    int hashLength() throws IOException {
        return Files.readString(directory.resolve("config")).contains("sha256") ? 64 : 40;
    }

    /** The commit that the name is for. Names here are files, and never packed but by {@link #tidy}, which leaves these alone. */
    public Optional<String> at(String ref) throws IOException {
        try {
            String hash = Files.readString(directory.resolve(ref)).strip();
            if (!HASH.matcher(hash).matches()) {
                throw new GitFailedException("the ref " + ref + " of " + directory + " is broken");
            }
            return Optional.of(hash);
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Gives a commit that is here with all that belongs to it this name. */
    public void name(String ref, String commit) throws IOException {
        observer.step("before name-ref");
        Path file = directory.resolve(ref);
        Files.createDirectories(file.getParent());
        Path next = Files.writeString(directory.resolve("next-ref"), commit + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        observer.step("after name-ref");
    }

    /** The tree of a commit. */
    public String treeOf(String commit) throws IOException, InterruptedException {
        return succeed(GitCall.of("rev-parse", "--verify", commit + "^{tree}")).line();
    }

    /** The first parent; empty for the first commit of all. */
    public Optional<String> parentOf(String commit) throws IOException, InterruptedException {
        GitResult parent = run(GitCall.of("rev-parse", "--quiet", "--verify", commit + "^1"));
        return parent.code() == 0 ? Optional.of(parent.line()) : Optional.empty();
    }

    public boolean isAncestor(String commit, String of) throws IOException, InterruptedException {
        return run(GitCall.of("merge-base", "--is-ancestor", commit, of)).code() == 0;
    }

    /** Where two commits' histories part; empty if they have nothing in common. */
    public Optional<String> commonOf(String one, String other) throws IOException, InterruptedException {
        GitResult common = run(GitCall.of("merge-base", one, other));
        return common.code() == 0 ? Optional.of(common.line()) : Optional.empty();
    }

    /** Makes a commit. */
    public String commit(String tree, String parent, CommitText text) throws IOException {
        return made(tree, Optional.of(parent), text);
    }

    /** Makes a commit without files. Git knows the empty tree without being told. */
    public String emptyCommit(Optional<String> parent, CommitText text) throws IOException {
        return made(hashLength() == 64 ? EMPTY_SHA256 : EMPTY_SHA1, parent, text);
    }

    private String made(String tree, Optional<String> parent, CommitText text) throws IOException {
        observer.step("before write-commit");
        String commit = new LooseCommits(directory, hashLength()).write(tree, parent, text);
        observer.step("after write-commit");
        known.made(commit, parent, text);
        return commit;
    }

    /** The message of a commit. */
    public String messageOf(String commit) throws IOException, InterruptedException {
        return new String(
                succeed(GitCall.of("log", "--max-count=1", "--format=%B", commit))
                        .out(),
                UTF_8);
    }

    /** Name, address and time of a commit's author, as git writes them. */
    public Map<String, String> authorOf(String commit) throws IOException, InterruptedException {
        List<byte[]> parts = succeed(GitCall.of(
                        "log", "--max-count=1", "-z", "--format=%an%x00%ae%x00%ad%x00", "--date=raw", commit))
                .pieces();
        return Map.of(
                "GIT_AUTHOR_NAME", new String(parts.get(0), UTF_8),
                "GIT_AUTHOR_EMAIL", new String(parts.get(1), UTF_8),
                "GIT_AUTHOR_DATE", new String(parts.get(2), UTF_8));
    }

    /** Throws away what no name leads to, and packs the rest, once there is as much of it as makes git slow. */
    public void tidy() throws IOException, InterruptedException {
        List<String> settings =
                List.of("gc.auto=4000", "gc.autoDetach=false", "gc.packRefs=false", "gc.autoPackLimit=50");
        GitCall tidy = GitCall.of(
                        "-c", settings.get(0), "-c", settings.get(1), "-c", settings.get(2), "-c", settings.get(3))
                .and("gc", "--auto", "--quiet", "--prune=now");
        succeed(tidy);
    }
}
