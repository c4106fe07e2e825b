package io.patchline.executor.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.executor.actions.ActionSequence;
import io.patchline.executor.actions.AttemptContext;
import io.patchline.executor.actions.WorkspacePlace;
import io.patchline.executor.git.tree.Changes;
import io.patchline.executor.git.tree.CommandsGit;
import io.patchline.executor.git.tree.GitNames;
import io.patchline.executor.git.tree.TreeRefusedException;
import io.patchline.executor.git.tree.WorkingTree;
import io.patchline.executor.process.CommandRequest;
import io.patchline.message.PatchMessage;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.FilePath;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.RunOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Carries a patch's actions out in the working tree, and makes a commit of what they leave there. */
final class ActionProposals {
    /** Where commands find the tree, whichever slot they run in. */
    static final Path TREE = Path.of("/workspace");

    private static final int MOST_TOLD = 20;
    private static final String GIT = "/.git";

    private final BranchTools tools;
    private final PlaceContext context;

    ActionProposals(BranchTools tools, PlaceContext context) {
        this.tools = tools;
        this.context = context;
    }

    /** What the actions make of this tip. A failure leaves nothing but a tree that the next run cleans. */
    Step on(String tip, PatchMessage message, AttemptContext attempt) throws IOException, InterruptedException {
        context.limits().begins();
        try {
            context.tree().bringTo(tip);
        } catch (TreeRefusedException refused) {
            return Step.failed(
                    refused.code(),
                    "the branch cannot be checked out: " + refused.getMessage(),
                    refused.details(),
                    RunReport.NOTHING);
        }
        Patch patch = message.patch();
        boolean hasCommands = patch.actions().stream().anyMatch(PatchAction.RunCommand.class::isInstance);
        if (hasCommands) {
            CommandsGit.make(context.place(), context.settings().branch(), tip);
            tools.owner().ownAll(context.place().tree().resolve(".git"));
        }
        Outcome outcome = actions().carryOut(patch.with(options(patch)), attempt);
        if (!(outcome instanceof Outcome.Succeeded succeeded)) {
            return new Step.Ended(outcome);
        }
        context.limits().actionsDone(patch.options().timeout());
        return proposed(tip, message, hasCommands, succeeded.report());
    }

    /** Really carried out, in a tree that is thrown away. What commands do by the network could not be: a dry run does not have it. */
    private RunOptions options(Patch patch) {
        RunOptions asked = patch.options();
        return asked.dryRun() && tools.rules().hasNetwork(patch)
                ? new RunOptions(
                        asked.timeout(),
                        asked.retries(),
                        asked.idempotent(),
                        false,
                        Optional.of(false),
                        asked.onFailure())
                : asked.wet();
    }

    private Step proposed(String tip, PatchMessage message, boolean hasCommands, RunReport report)
            throws IOException, InterruptedException {
        try {
            WorkingTree.Left left = context.tree().left(hasCommands);
            RunReport reported = looked(left, report);
            if (left.isNothing()) {
                return nothing(tip, message, reported);
            }
            String tree = context.tree().staged(left);
            Changes changes = context.changes().between(tip, tree);
            if (changes.isEmpty()) {
                return nothing(tip, message, reported);
            }
            reported = withIgnored(message.patch(), changes, reported);
            String commit =
                    context.repository().commit(tree, tip, tools.messages().of(message));
            context.tree().committed(commit, left);
            return new Step.Proposed(new Proposal(tip, List.of(commit), changes, reported));
        } catch (TreeRefusedException refused) {
            return Step.failed(
                    refused.code(),
                    "what the patch left in the tree cannot become a commit: " + refused.getMessage(),
                    refused.details(),
                    report);
        }
    }

    private Step nothing(String tip, PatchMessage message, RunReport report) throws IOException, InterruptedException {
        RunReport reported = withIgnored(message.patch(), Changes.NONE, report);
        return new Step.Proposed(new Proposal(tip, List.of(), Changes.NONE, reported));
    }

    /** Refuses repositories in the tree; tells of what git passes over. */
    private RunReport looked(WorkingTree.Left left, RunReport report)
            throws IOException, InterruptedException, TreeRefusedException {
        List<byte[]> passedOver = context.tree().notIgnored(left.odd());
        List<String> repositories = passedOver.stream()
                .map(GitNames::shown)
                .filter(shown -> shown.endsWith(GIT))
                .limit(MOST_TOLD)
                .map(shown -> WorkingTree.repositoryIn(shown.substring(0, shown.length() - GIT.length())))
                .toList();
        if (!repositories.isEmpty()) {
            throw new TreeRefusedException(ErrorCode.PATH_REFUSED, repositories);
        }
        return with(
                notes(
                        passedOver,
                        " is no file, directory or link that git knows, or cannot be read: it is not in the commit"),
                report);
    }

    /** A note for each of the first of them, and how many more there are. */
    private static List<String> notes(List<byte[]> names, String what) {
        List<String> notes = new ArrayList<>(names.stream()
                .limit(MOST_TOLD)
                .map(name -> GitNames.shown(name) + what)
                .toList());
        if (names.size() > MOST_TOLD) {
            notes.add("and " + (names.size() - MOST_TOLD) + " more are not in the commit, for the same reason");
        }
        return notes;
    }

    /** A file that the patch names and that {@code .gitignore} names too is not in the commit: whoever sent it must know. */
    private RunReport withIgnored(Patch patch, Changes changes, RunReport report)
            throws IOException, InterruptedException {
        Set<ByteBuffer> missing = new LinkedHashSet<>();
        patch.actions().stream()
                .map(ActionProposals::written)
                .flatMap(Optional::stream)
                .forEach(path -> missing.add(ByteBuffer.wrap(path.value().getBytes(UTF_8))));
        changes.paths().forEach(name -> missing.remove(ByteBuffer.wrap(name)));
        List<byte[]> ignored =
                context.tree().ignored(missing.stream().map(ByteBuffer::array).toList());
        return with(notes(ignored, " is ignored by .gitignore: it is not in the commit"), report);
    }

    private static Optional<FilePath> written(PatchAction action) {
        return switch (action) {
            case PatchAction.WriteFile write -> Optional.of(write.path());
            case PatchAction.ReplaceText replace -> Optional.of(replace.path());
            case PatchAction.ChangeMode change -> Optional.of(change.path());
            case PatchAction.DeleteFile delete -> Optional.of(delete.path());
            case PatchAction.ApplyDiff diff -> diff.target();
            case PatchAction.RunCommand run -> Optional.empty();
            case PatchAction.Revert revert -> Optional.empty();
        };
    }

    private static RunReport with(List<String> notes, RunReport report) {
        List<String> all = new ArrayList<>(report.notes());
        all.addAll(notes);
        return new RunReport(
                report.elapsed(),
                report.commands(),
                report.files(),
                report.diff(),
                all,
                report.omitted(),
                report.git());
    }

    private ActionSequence actions() {
        CommandRequest.View view =
                new CommandRequest.View(Optional.of(TREE), List.of(CommandsGit.objects(context.place())));
        WorkspacePlace place = new WorkspacePlace(
                context.place().tree(),
                context.place().directory(),
                tools.knownAs().and(TREE.toString()),
                view,
                false);
        return ActionSequence.in(place, tools.runner(), tools.rules());
    }
}
