package io.patchline.executor.git.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.program.GitCall;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.GitProgram;
import io.patchline.executor.git.program.GitResult;
import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.program.RepositoryBusyException;
import io.patchline.executor.git.program.RepositorySilentException;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
import io.patchline.executor.process.StepEndedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Speaks to one repository, within limits of time and size. Safe for use by several threads, each with a git directory of its own. */
public final class Remote {
    public static final String HEADS = "refs/heads/";

    /** What git says to one of two pushes that come at once, before it can be seen what the other did. */
    private static final List<String> BUSY =
            List.of("(failed to update ref)", "(atomic transaction failed)", "(failed to lock)", "cannot lock ref");

    /** What is said besides, where that would not pass by itself. */
    private static final Pattern LASTING =
            Pattern.compile("Permission denied|Read-only file system|No space left on device|exists; cannot create");

    private static final String NO_ATOMIC = "does not support --atomic push";
    /** What git says of every push that fails. */
    private static final String NO_NEWS = "error: failed to push some refs";

    private static final String NO_SUCH_REF = "fatal: couldn't find remote ref";
    /** Lines that say what is wrong: git's and the server's, and those of ssh, which have no mark. */
    private static final Pattern RELEVANT = Pattern.compile(
            "(fatal|remote|error|ERROR|ssh): .*|! .*|Load key .*|"
                    + ".*(Host key verification failed|host key is known|Permission denied|Connection (closed|reset|timed out|refused)).*");

    private final RepositoryUrl url;
    private final Duration timeout;
    private final String moreTime;
    private final long fetchLimit;
    private final GitProgram git;

    /**
     * @param timeout how long each fetch and each push may take
     * @param fetchLimit how many bytes a pack, and so each fetch, may have
     */
    public Remote(
            RepositoryUrl url, Credentials credentials, Duration timeout, long fetchLimit, CallObserver observer) {
        this.url = url;
        this.timeout = timeout;
        this.moreTime = ". Mend that, or give it more time by patchline.git.<name>.timeout";
        this.fetchLimit = fetchLimit;
        Map<String, String> variables = new HashMap<>(credentials.environment(url));
        variables.put("GIT_ALLOW_PROTOCOL", url.protocol());
        this.git = new GitProgram(variables, credentials.configuration(url), observer);
    }

    private Remote(Remote other, Duration timeout) {
        this.url = other.url;
        this.timeout = timeout;
        this.moreTime = "";
        this.fetchLimit = other.fetchLimit;
        this.git = other.git;
    }

    /** The same, for whoever waits for less. */
    public Remote impatient(Duration most) {
        return timeout.compareTo(most) <= 0 ? this : new Remote(this, most);
    }

    /**
     * What the refs are at now; those that are not there are left out.
     *
     * @param refs their full names
     * @throws RepositoryAwayException if the repository cannot be asked
     */
    public Map<String, String> refs(List<String> refs, Cancellation cancellation)
            throws IOException, InterruptedException {
        boolean heads = refs.stream().allMatch(ref -> ref.startsWith(HEADS));
        GitCall call = GitCall.of("ls-remote", "--quiet", heads ? "--heads" : "--refs", "--", url.value())
                .and(refs);
        GitResult result = called(call, cancellation);
        if (result.cut()) {
            throw away("fatal: it shows more refs of these names than are read");
        }
        if (result.code() != 0) {
            throw away(result.complaint());
        }
        Map<String, String> found = new HashMap<>();
        for (String line : new String(result.out(), UTF_8).lines().toList()) {
            String[] hashAndName = line.split("\t", 2);
            if (hashAndName.length == 2) {
                found.put(hashAndName[1], hashAndName[0]);
            }
        }
        found.keySet().retainAll(refs);
        return found;
    }

    /**
     * Brings refs into the git directory; what the patterns among them named and is not there any more is forgotten.
     *
     * @param refspecs full names, or patterns, and the names that they get here
     * @return false if a ref that is named in full is not there: nothing is brought then
     * @throws RepositoryAwayException if they cannot be had
     */
    public boolean fetch(Path gitDirectory, List<String> refspecs, Cancellation cancellation)
            throws IOException, InterruptedException {
        GitCall call = GitCall.of(
                        "fetch",
                        "--quiet",
                        "--prune",
                        "--no-tags",
                        "--no-write-fetch-head",
                        "--no-auto-maintenance",
                        "--no-recurse-submodules",
                        "--",
                        url.value())
                .and(refspecs)
                .with("GIT_DIR", gitDirectory.toString())
                .noFileOver(fetchLimit);
        GitResult result = called(call, cancellation);
        if (result.code() != 0 && !result.complaint().contains(NO_SUCH_REF)) {
            throw away(result.complaint());
        }
        return result.code() == 0;
    }

    /** One ref of a push: what it must be at, and what it shall be at; no hash where there is none such. */
    public record Update(String ref, Optional<String> from, Optional<String> to) {
        /** Of a branch, whose name is given without {@code refs/heads/}. */
        public static Update ofBranch(String branch, Optional<String> from, Optional<String> to) {
            return new Update(HEADS + branch, from, to);
        }
    }

    /**
     * Moves refs, all of them or none.
     *
     * @throws RepositoryAwayException if it is not known what became of it
     * @throws RepositorySilentException if that is because it was not answered in time
     */
    public PushResult push(Path gitDirectory, List<Update> updates, Cancellation cancellation)
            throws IOException, InterruptedException {
        return push(gitDirectory, updates, List.of(), cancellation);
    }

    /**
     * Does as if it moved refs: whether the account may push, and whether the refs are where it is expected.
     *
     * @throws RepositoryAwayException if a push is not let in
     */
    public PushResult rehearse(Path gitDirectory, List<Update> updates, Cancellation cancellation)
            throws IOException, InterruptedException {
        return push(gitDirectory, updates, List.of("--dry-run"), cancellation);
    }

    private PushResult push(Path gitDirectory, List<Update> updates, List<String> options, Cancellation cancellation)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--porcelain", "--quiet", "--no-verify", "--no-signed"));
        arguments.addAll(options);
        if (updates.size() > 1) {
            arguments.add("--atomic");
        }
        updates.forEach(update -> arguments.add(
                "--force-with-lease=" + update.ref() + ":" + update.from().orElse("")));
        arguments.addAll(List.of("--", url.value()));
        updates.forEach(update -> arguments.add(update.to().orElse("") + ":" + update.ref()));
        GitResult result =
                called(GitCall.of("push").and(arguments).with("GIT_DIR", gitDirectory.toString()), cancellation);
        if (result.code() == 0) {
            return new PushResult.Done();
        }
        Map<String, String> now = refs(updates.stream().map(Update::ref).toList(), cancellation);
        if (updates.stream().allMatch(update -> update.to().equals(Optional.ofNullable(now.get(update.ref()))))) {
            return new PushResult.Done();
        }
        boolean moved =
                !updates.stream().allMatch(update -> update.from().equals(Optional.ofNullable(now.get(update.ref()))));
        return moved ? new PushResult.Moved() : refused(result);
    }

    /** A push that was not even answered is none that was refused. */
    private PushResult refused(GitResult result) throws RepositoryAwayException {
        if (result.complaint().contains(NO_ATOMIC)) {
            return new PushResult.Refused("the repository takes no push of several refs at once (--atomic)");
        }
        String answer = new String(result.out(), UTF_8);
        if (BUSY.stream().anyMatch(answer::contains)) {
            throw LASTING.matcher(result.complaint()).find()
                    ? away(result.complaint())
                    : new RepositoryBusyException("the repository " + url + " is busy: " + said(answer));
        }
        if (!answer.contains("[remote rejected]") && !answer.contains("[rejected]")) {
            throw away(result.complaint());
        }
        // The refs that were refused only because another one was come last.
        String why = answer.lines()
                .filter(line -> line.startsWith("!"))
                .sorted(Comparator.comparing(line -> line.contains("(atomic ")))
                .map(Remote::refusal)
                .findFirst()
                .orElse("");
        return new PushResult.Refused((why + " " + said(result.complaint())).strip());
    }

    /** @param line as {@code git push --porcelain} writes it: a flag, the names of the ref, and why; the name is left out where it is a branch's */
    private static String refusal(String line) {
        String[] parts = line.split("\t", 3);
        String ref = parts.length == 3 ? parts[1].substring(parts[1].indexOf(':') + 1) : "";
        String why = parts[parts.length - 1];
        return ref.isEmpty() || ref.startsWith(HEADS) ? why : ref + " " + why;
    }

    private GitResult called(GitCall call, Cancellation cancellation) throws IOException, InterruptedException {
        try {
            return git.run(call, Deadline.after(timeout, cancellation));
        } catch (StepEndedException e) {
            if (e.reason().isPresent()) {
                throw e;
            }
            throw new RepositorySilentException(
                    "the repository " + url + " did not answer within " + timeout.toSeconds() + " s" + moreTime);
        } catch (GitFailedException e) {
            throw new RepositoryAwayException(String.valueOf(e.getMessage()));
        }
    }

    private RepositoryAwayException away(String complaint) {
        return new RepositoryAwayException("the repository " + url + " cannot be used: " + said(complaint));
    }

    /** What git and the other side said, without what is only for the terminal. */
    private static String said(String complaint) {
        List<String> lines = complaint
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith(NO_NEWS))
                .map(line -> line.replaceAll("\\p{Cntrl}", " "))
                .toList();
        List<String> relevant = lines.stream()
                .filter(line -> RELEVANT.matcher(line).matches())
                .limit(6)
                .toList();
        return String.join("; ", relevant.isEmpty() ? lines.stream().limit(3).toList() : relevant);
    }

    public RepositoryUrl url() {
        return url;
    }
}
