package io.patchline.executor.git;

import io.patchline.executor.git.tree.Changes;
import io.patchline.executor.git.tree.CommitText;
import io.patchline.executor.git.tree.OwnRepository;
import io.patchline.executor.git.tree.ThreeWay;
import io.patchline.executor.git.tree.TreeRefusedException;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.RunReport;
import io.patchline.patch.PatchAction;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Undoes commits on the branch's tip, three-way, the newest of the branch's history first, a commit each. Whoever asks for several does not know that order: lanes that run at once say how they
 * ended in any other. Needs no working tree.
 */
final class RevertProposals {
    private final BranchTools tools;
    private final PlaceContext context;

    RevertProposals(BranchTools tools, PlaceContext context) {
        this.tools = tools;
        this.context = context;
    }

    /** What the reverts make of this tip. */
    Step on(String tip, PatchMessage message) throws IOException, InterruptedException {
        long start = System.nanoTime();
        OwnRepository repository = context.repository();
        List<PatchAction.Revert> reverts = message.patch().actions().stream()
                .map(PatchAction.Revert.class::cast)
                .toList();
        for (PatchAction.Revert revert : reverts) {
            if (!repository.isAncestor(revert.commit().value(), tip)) {
                return notThere(revert);
            }
        }
        List<String> commits = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        String head = tip;
        for (PatchAction.Revert revert : newestFirst(reverts)) {
            String commit = revert.commit().value();
            switch (context.threeWay().reverted(commit, head)) {
                case ThreeWay.Result.Conflict conflict -> {
                    return conflict(revert, conflict);
                }
                case ThreeWay.Result.Clean clean -> {
                    if (clean.tree().equals(repository.treeOf(head))) {
                        notes.add("nothing is left of commit " + revert.commit() + " of patch " + revert.patch());
                    } else {
                        CommitText text = tools.messages()
                                .ofRevert(message, repository.messageOf(commit).orElse(commit), revert);
                        head = repository.commit(clean.tree(), head, text);
                        commits.add(head);
                    }
                }
            }
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return proposed(tip, commits, new RunReport(elapsed, List.of(), List.of(), Optional.empty(), notes));
    }

    private List<PatchAction.Revert> newestFirst(List<PatchAction.Revert> reverts)
            throws IOException, InterruptedException {
        List<String> ordered = context.history()
                .newestFirst(
                        reverts.stream().map(revert -> revert.commit().value()).toList());
        return reverts.stream()
                .sorted(Comparator.comparingInt(
                        revert -> ordered.indexOf(revert.commit().value())))
                .toList();
    }

    private Step proposed(String tip, List<String> commits, RunReport report) throws IOException, InterruptedException {
        try {
            Changes changes = context.changes().between(tip, commits.isEmpty() ? tip : commits.getLast());
            return new Step.Proposed(new Proposal(tip, commits, changes, report));
        } catch (TreeRefusedException refused) {
            return Step.failed(refused.code(), String.valueOf(refused.getMessage()), refused.details(), report);
        }
    }

    private Step notThere(PatchAction.Revert revert) {
        String detail = "the commit " + revert.commit() + " of patch " + revert.patch() + " is not on the branch "
                + context.settings().branch() + ": there is nothing to take back";
        return Step.failed(ErrorCode.NOT_REVERTIBLE, detail, List.of(detail), RunReport.NOTHING);
    }

    private static Step conflict(PatchAction.Revert revert, ThreeWay.Result.Conflict conflict) {
        String summary = "patch " + revert.patch() + " cannot be taken back: changed again since, in the same places: "
                + String.join(", ", conflict.shown());
        List<String> details = new ArrayList<>(conflict.shown());
        details.add(conflict.hunks());
        return Step.failed(ErrorCode.REVERT_CONFLICT, summary, details, RunReport.NOTHING);
    }
}
