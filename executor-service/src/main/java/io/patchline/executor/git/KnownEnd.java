package io.patchline.executor.git;

import io.patchline.executor.git.tree.Changes;
import io.patchline.executor.git.tree.ThreeWay;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How a run has ended already, as far as the repository tells: by a commit of it, or without one by another attempt. */
final class KnownEnd {
    private final PlaceContext context;
    private final PatchMessage message;

    KnownEnd(PlaceContext context, PatchMessage message) {
        this.context = context;
        this.message = message;
    }

    /**
     * The end that the branch or its fence tells of, both as they were fetched last.
     *
     * @param done what this attempt did, which came to nothing then
     */
    Optional<Outcome> at(String tip, RunReport done) throws IOException, InterruptedException {
        Optional<Outcome> landed = landed(tip, done);
        return landed.isPresent() ? landed : withoutCommit(done);
    }

    /**
     * What is on the branch. Only what did not succeed is run again: where an earlier run has a commit all the same, its executor was taken for dead, and came after its end was told. That is
     * what the patch was to do, unless it was taken back since.
     */
    private Optional<Outcome> landed(String tip, RunReport done) throws IOException, InterruptedException {
        Optional<RunSearch.Found> found = context.search().on(tip, message, true);
        return found.isPresent() && (found.get().run() == message.run() || isLeft(found.get(), tip))
                ? Optional.of(new FoundCommits(context).outcome(found.get(), done))
                : Optional.empty();
    }

    private boolean isLeft(RunSearch.Found found, String tip) throws IOException, InterruptedException {
        String tree = context.repository().treeOf(tip);
        for (String commit : found.commits()) {
            ThreeWay.Result undone = context.threeWay().reverted(commit, tip);
            if (!undone.equals(new ThreeWay.Result.Clean(tree))) {
                return true;
            }
        }
        return false;
    }

    /** What another attempt has told, and this one has to tell too. */
    Optional<Outcome> withoutCommit(RunReport done) throws IOException, InterruptedException {
        Optional<Fence.End> end = context.fence().endOf(message);
        return end.isPresent() ? Optional.of(end.get().outcome(message.run(), nothing(done))) : Optional.empty();
    }

    private RunReport nothing(RunReport done) {
        return new Reports(context.settings())
                .of(done, Optional.empty(), Changes.NONE, Reports.Whereabouts.onBranch(List.of(), message.run()));
    }
}
