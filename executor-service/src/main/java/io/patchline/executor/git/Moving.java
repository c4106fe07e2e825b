package io.patchline.executor.git;

import io.patchline.executor.git.tree.Changes;
import io.patchline.executor.git.tree.OwnRepository;
import io.patchline.executor.git.tree.ThreeWay;
import io.patchline.executor.git.tree.TreeRefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Moves commits over to another tip, as a rebase does: three-way, their messages and authors kept. */
final class Moving {
    private final BranchTools tools;
    private final PlaceContext context;

    Moving(BranchTools tools, PlaceContext context) {
        this.tools = tools;
        this.context = context;
    }

    /** The proposal on this tip; {@link Step.Anew} where others changed the same places, or where its base is not part of the branch any more. */
    Step over(Proposal proposal, String tip) throws IOException, InterruptedException {
        if (tip.equals(proposal.base())) {
            return new Step.Proposed(proposal);
        }
        OwnRepository repository = context.repository();
        if (!repository.isAncestor(proposal.base(), tip)) {
            return new Step.Anew(tip, List.of());
        }
        List<String> moved = new ArrayList<>();
        String head = tip;
        for (String commit : proposal.commits()) {
            switch (context.threeWay().moved(commit, head)) {
                case ThreeWay.Result.Conflict conflict -> {
                    return new Step.Anew(tip, conflict.shown());
                }
                case ThreeWay.Result.Clean clean -> {
                    if (!clean.tree().equals(repository.treeOf(head))) {
                        Optional<String> next = committed(commit, clean.tree(), head);
                        if (next.isEmpty()) {
                            return new Step.Anew(tip, List.of());
                        }
                        head = next.get();
                        moved.add(head);
                    }
                }
            }
        }
        return proposed(proposal, tip, moved);
    }

    /**
     * These commits on the tip, one for one, themselves where they follow it already; empty where others changed the same places, where one of them has nothing to change there, or says more than is
     * read.
     */
    Optional<List<String>> oneForOne(List<String> commits, String tip) throws IOException, InterruptedException {
        OwnRepository repository = context.repository();
        List<String> moved = new ArrayList<>();
        String head = tip;
        for (String commit : commits) {
            Optional<String> next = Optional.empty();
            if (repository.parentOf(commit).equals(Optional.of(head))) {
                next = Optional.of(commit);
            } else if (context.threeWay().moved(commit, head) instanceof ThreeWay.Result.Clean clean
                    && !clean.tree().equals(repository.treeOf(head))) {
                next = committed(commit, clean.tree(), head);
            }
            if (next.isEmpty()) {
                return Optional.empty();
            }
            head = next.get();
            moved.add(head);
        }
        return Optional.of(moved);
    }

    /** What of a review comes to the branch: each commit that changes something, as it was judged, and all that they and the merges between them make; empty if that cannot be. */
    Optional<List<String>> asJudged(Waiting waiting, String head, String tip) throws IOException, InterruptedException {
        if (!waiting.isLine()) {
            return Optional.empty();
        }
        List<String> judged = new ArrayList<>();
        for (String commit : waiting.withoutMerges()) {
            if (!context.repository().treeOf(commit).equals(context.repository().treeOf(commit + "^1"))) {
                judged.add(commit);
            }
        }
        Optional<List<String>> moved = oneForOne(judged, tip);
        boolean same = moved.isPresent()
                && !judged.isEmpty()
                && sameChanges(judged, moved.get())
                && (!waiting.hasMerges() || isAllOf(head, tip, moved.get().getLast()));
        return same ? moved : Optional.empty();
    }

    /** Whether what waits would change nothing on the branch: people merged it there in other words, or made the same. */
    boolean isThereAlready(Waiting waiting, String head, String tip) throws IOException, InterruptedException {
        return waiting.isLine() && isAllOf(head, tip, tip);
    }

    /** Whether a merge of what was judged would bring the same: then its own merges add nothing. */
    private boolean isAllOf(String head, String tip, String moved) throws IOException, InterruptedException {
        ThreeWay.Result joined = context.threeWay().joined(head, tip);
        return joined.equals(new ThreeWay.Result.Clean(context.repository().treeOf(moved)));
    }

    private boolean sameChanges(List<String> judged, List<String> moved) throws IOException, InterruptedException {
        for (int i = 0; i < judged.size(); i++) {
            if (!judged.get(i).equals(moved.get(i)) && !context.changes().isSame(judged.get(i), moved.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Empty if the commit says more than is read. */
    private Optional<String> committed(String commit, String tree, String parent)
            throws IOException, InterruptedException {
        OwnRepository repository = context.repository();
        Optional<String> message = repository.messageOf(commit);
        Optional<Map<String, String>> author = repository.authorOf(commit);
        return message.isPresent() && author.isPresent()
                ? Optional.of(repository.commit(tree, parent, tools.messages().moved(message.get(), author.get())))
                : Optional.empty();
    }

    private Step proposed(Proposal proposal, String tip, List<String> moved) throws IOException, InterruptedException {
        try {
            Changes changes = context.changes().between(tip, moved.isEmpty() ? tip : moved.getLast());
            return new Step.Proposed(proposal.at(tip, moved, changes));
        } catch (TreeRefusedException refused) {
            return Step.failed(
                    refused.code(), String.valueOf(refused.getMessage()), refused.details(), proposal.report());
        }
    }
}
