package io.patchline.executor.git;

import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.git.tree.ChangeReading;
import io.patchline.executor.git.tree.History;
import io.patchline.executor.git.tree.OwnRepository;
import io.patchline.executor.git.tree.Place;
import io.patchline.executor.git.tree.ThreeWay;
import io.patchline.executor.git.tree.WorkingTree;
import io.patchline.executor.process.Cancellation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one run of a git workspace works with, as long as it has its place. Not for several threads at once. */
final class PlaceContext {
    private final GitSettings settings;
    private final Remote remote;
    private final RepositoryWatch watch;
    private final Place place;
    private final OwnRepository repository;
    private final WorkingTree tree;

    PlaceContext(BranchTools tools, Place place) {
        this.settings = tools.settings();
        this.remote = tools.remote();
        this.watch = tools.watch();
        this.place = place;
        this.repository = new OwnRepository(place.gitDirectory());
        this.tree = new WorkingTree(place, repository, settings.keep(), tools.owner(), settings.fetchLimit());
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

    /** What the workspace's branch is at now, fetched. Waits for a repository that is away. */
    String tip(Cancellation cancellation) throws IOException, InterruptedException {
        return head(settings.branch(), cancellation)
                .orElseThrow(() -> new IllegalStateException("a branch is awaited until it is there"));
    }

    /** What another branch is at now, fetched; empty if there is none such. */
    Optional<String> other(String branch, Cancellation cancellation) throws IOException, InterruptedException {
        return head(branch, cancellation);
    }

    /** What both are at now. */
    Map<String, String> heads(List<String> branches, Cancellation cancellation)
            throws IOException, InterruptedException {
        return watch.await(cancellation, () -> remote.heads(branches, cancellation));
    }

    private Optional<String> head(String branch, Cancellation cancellation) throws IOException, InterruptedException {
        return watch.await(cancellation, () -> {
            Optional<String> head = Optional.ofNullable(
                    remote.heads(List.of(branch), cancellation).get(branch));
            if (head.isEmpty()) {
                if (branch.equals(settings.branch())) {
                    throw new RepositoryAwayException("there is no branch " + branch
                            + " in " + settings.url() + ". Push a first commit to it, or set patchline.git."
                            + settings.name() + ".branch");
                }
                return head;
            }
            repository.make(head.get());
            String ref = ref(branch);
            if (!repository.isAt(ref, head.get())) {
                remote.fetch(place.gitDirectory(), branch, ref, cancellation);
            }
            return repository.at(ref);
        });
    }

    /** A push that was begun is not cancelled: whether it took effect must become known. */
    PushResult push(List<Remote.Update> updates) throws IOException, InterruptedException {
        return remote.push(place.gitDirectory(), updates, new Cancellation());
    }

    private String ref(String branch) {
        return branch.equals(settings.branch()) ? "refs/patchline/tip" : "refs/patchline/review";
    }
}
