package io.patchline.executor.git;

import io.patchline.executor.git.program.PushUnansweredException;
import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.program.RepositoryBusyException;
import io.patchline.executor.git.program.RepositorySilentException;
import io.patchline.executor.git.program.RunLimits;
import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.git.remote.RepositoryWatch;
import io.patchline.executor.git.tree.ChangeReading;
import io.patchline.executor.git.tree.History;
import io.patchline.executor.git.tree.OwnRepository;
import io.patchline.executor.git.tree.Place;
import io.patchline.executor.git.tree.ThreeWay;
import io.patchline.executor.git.tree.WorkingTree;
import io.patchline.executor.process.Cancellation;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one run of a git workspace works with, as long as it has its place. Not for several threads at once. */
final class PlaceContext {
    /** The workspace's branch as it was fetched last. */
    static final String TIP = "refs/patchline/tip";

    /** What was fetched before may be broken: after some seconds it is not believed any more. */
    private static final int FAILURES_UNTIL_ANEW = 3;

    /** What only looks at a repository cannot tell why so many pushes had no answer. */
    private static final int LONG_UNANSWERED = 3;

    private static final Logger LOG = LoggerFactory.getLogger(PlaceContext.class);
    private static final String REVIEW = "refs/patchline/review";

    private final GitSettings settings;
    private final Remote remote;
    private final RepositoryWatch watch;
    private final Place place;
    private final OwnRepository repository;
    private final WorkingTree tree;
    private final Fence fence;
    private final RunLimits limits;
    private int unanswered;

    PlaceContext(BranchTools tools, Place place, RunLimits limits) {
        this.limits = limits;
        this.settings = tools.settings();
        this.remote = tools.remote();
        this.watch = tools.watch();
        this.place = place;
        this.repository = tools.repository(place, limits);
        this.tree = new WorkingTree(place, repository, settings.keep(), tools.owner(), settings.sizes());
        this.fence = new Fence(repository, settings, tools.clock());
    }

    GitSettings settings() {
        return settings;
    }

    Place place() {
        return place;
    }

    OwnRepository repository() {
        return repository;
    }

    WorkingTree tree() {
        return tree;
    }

    RunLimits limits() {
        return limits;
    }

    ChangeReading changes() {
        return new ChangeReading(repository);
    }

    ThreeWay threeWay() {
        return new ThreeWay(repository);
    }

    RunSearch search() {
        return new RunSearch(new History(repository));
    }

    History history() {
        return new History(repository);
    }

    /** What the workspace's branch is at now, fetched, and its fence with it. Waits for a repository that is away. Only for whoever has no commit here that is nowhere else. */
    String tip(Cancellation cancellation) throws IOException, InterruptedException {
        return tip(cancellation, true);
    }

    /** The same, and keeps what has been committed here. */
    String tipBesideCommits(Cancellation cancellation) throws IOException, InterruptedException {
        return tip(cancellation, false);
    }

    private String tip(Cancellation cancellation, boolean mayMakeAnew) throws IOException, InterruptedException {
        int[] failures = {0};
        return watch.await(cancellation, () -> {
            try {
                return fetchedTip(cancellation);
            } catch (RepositoryAwayException e) {
                if (mayMakeAnew && ++failures[0] == FAILURES_UNTIL_ANEW && isThere(cancellation)) {
                    LOG.atWarn()
                            .addKeyValue("place", place.directory())
                            .addKeyValue("cause", e.getMessage())
                            .log("The repository answers, and nothing can be fetched: the git directory is made anew");
                    place.removeAll();
                    return fetchedTip(cancellation);
                }
                throw e;
            }
        });
    }

    private String fetchedTip(Cancellation cancellation) throws IOException, InterruptedException {
        make(cancellation);
        if (!remote.fetch(place.gitDirectory(), tipAndFence(), cancellation)) {
            throw noBranch();
        }
        fence.fetched();
        return repository.at(TIP).orElseThrow(() -> new IllegalStateException("a fetch names what it brought"));
    }

    private boolean isThere(Cancellation cancellation) throws IOException, InterruptedException {
        try {
            String ref = Remote.HEADS + settings.branch();
            return remote.refs(List.of(ref), cancellation).containsKey(ref);
        } catch (RepositoryAwayException e) {
            return false;
        }
    }

    /** What another branch is at now, fetched; empty if there is none such. */
    Optional<String> other(String branch, Cancellation cancellation) throws IOException, InterruptedException {
        return watch.await(cancellation, () -> {
            String ref = Remote.HEADS + branch;
            Optional<String> head =
                    Optional.ofNullable(remote.refs(List.of(ref), cancellation).get(ref));
            if (head.isEmpty() || repository.isAt(REVIEW, head.get())) {
                return head;
            }
            make(cancellation);
            boolean there = remote.fetch(place.gitDirectory(), List.of("+" + ref + ":" + REVIEW), cancellation);
            return there ? repository.at(REVIEW) : Optional.empty();
        });
    }

    /** Sees that there is a git directory that can be used. */
    void make(Cancellation cancellation) throws IOException, InterruptedException {
        if (repository.isMade()) {
            repository.removeLeftovers();
            Optional<String> unused = repository.at(TIP); // Whether it is whole.
            return;
        }
        String ref = Remote.HEADS + settings.branch();
        Optional<String> head =
                Optional.ofNullable(remote.refs(List.of(ref), cancellation).get(ref));
        if (head.isPresent()) {
            repository.make(head.get());
        } else {
            throw noBranch();
        }
    }

    /** Why there is nothing to fetch. */
    RepositoryAwayException noBranch() {
        return new RepositoryAwayException("there is no branch " + settings.branch()
                + " in " + settings.url() + ". Push a first commit to it, or set patchline.git."
                + settings.name() + ".branch");
    }

    private List<String> tipAndFence() {
        List<String> refs = List.of("+" + Remote.HEADS + settings.branch() + ":" + TIP);
        return settings.fence() ? List.of(refs.getFirst(), fence.refspec()) : refs;
    }

    /** Moves the refs, and the fence with them. A push that was begun is not cancelled: whether it took effect must become known. */
    PushResult push(List<Remote.Update> updates) throws IOException, InterruptedException {
        return settings.fence()
                ? watched(() -> push(updates, fence.passed()))
                : watched(() -> remote.push(place.gitDirectory(), updates, new Cancellation()));
    }

    /** Moves the fence alone, for whoever looks whether that can be. */
    PushResult pushFence() throws IOException, InterruptedException {
        return push(List.of(), fence.passed());
    }

    /** Moves the fence, so that no push has an effect that was prepared before the last look. Returns false where one has had it since: then it is to be looked again. */
    boolean keepsOthersOut() throws IOException, InterruptedException {
        try {
            return !settings.fence() || !(push(List.of()) instanceof PushResult.Moved);
        } catch (PushUnansweredException e) {
            return true; // It may have moved the fence, and no more than that.
        }
    }

    /** Has it looked at what the repository takes, where it does not take this. */
    private PushResult watched(RepositoryWatch.Step<PushResult> push) throws IOException, InterruptedException {
        limits.pushBegins();
        try {
            PushResult result = push.take();
            unanswered = 0;
            limits.answered();
            if (result instanceof PushResult.Done) {
                watch.pushAccepted();
            } else if (result instanceof PushResult.Refused) {
                watch.pushFailed(true);
            }
            return result;
        } catch (RepositoryBusyException e) {
            throw e; // As harmless as a push that came second.
        } catch (RepositoryAwayException e) {
            watch.pushFailed(++unanswered >= LONG_UNANSWERED);
            if (e instanceof RepositorySilentException && limits.isLastUnanswered()) {
                throw new PushUnansweredException(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** The same, and leaves there that the run has ended so, without a commit. */
    PushResult pushEnd(List<Remote.Update> updates, PatchMessage message, Outcome outcome)
            throws IOException, InterruptedException {
        return settings.fence() ? watched(() -> push(updates, fence.ended(message, outcome))) : push(updates);
    }

    private PushResult push(List<Remote.Update> updates, String fenceTo) throws IOException, InterruptedException {
        List<Remote.Update> all = new ArrayList<>(updates);
        all.add(fence.to(fenceTo));
        PushResult result = remote.push(place.gitDirectory(), all, new Cancellation());
        if (result instanceof PushResult.Done) {
            fence.moved(fenceTo);
        }
        return result;
    }

    Fence fence() {
        return fence;
    }
}
