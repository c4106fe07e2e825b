package io.patchline.executor.git;

import io.patchline.executor.actions.CommandRules;
import io.patchline.executor.git.program.CallObserver;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.git.remote.RepositoryWatch;
import io.patchline.executor.git.tree.KnownCommits;
import io.patchline.executor.git.tree.OwnRepository;
import io.patchline.executor.git.tree.Place;
import io.patchline.executor.git.tree.TreeOwner;
import io.patchline.executor.process.CommandRunner;
import io.patchline.patch.Patch;
import io.patchline.patch.PatchAction;
import io.patchline.patch.WorkspaceRoots;
import java.time.Clock;
import java.time.Duration;

/**
 * What all runs of a git workspace share.
 *
 * @param owner who the files of working trees belong to
 * @param knownAs the absolute paths by which submitters know the tree
 * @param known what runs have read and made of the branch's commits
 */
public record BranchTools(
        GitSettings settings,
        Remote remote,
        RepositoryWatch watch,
        CommandRunner runner,
        CommandRules rules,
        TreeOwner owner,
        WorkspaceRoots knownAs,
        Clock clock,
        KnownCommits known,
        CallObserver observer) {

    /** Of a workspace whose repository nobody has asked for anything yet. */
    public static BranchTools of(
            GitSettings settings,
            CommandRunner runner,
            CommandRules rules,
            TreeOwner owner,
            WorkspaceRoots knownAs,
            Clock clock,
            CallObserver observer) {
        Remote remote =
                new Remote(settings.url(), settings.credentials(), settings.timeout(), settings.fetchLimit(), observer);
        return new BranchTools(
                settings,
                remote,
                new RepositoryWatch(settings.name()),
                runner,
                rules,
                owner,
                knownAs,
                clock,
                new KnownCommits(),
                observer);
    }

    /** The same, for whoever waits so long for each answer of the repository. */
    BranchTools impatient(Duration most) {
        return new BranchTools(
                settings, remote.impatient(most), watch, runner, rules, owner, knownAs, clock, known, observer);
    }

    /** Whether what the patch's commands do may be seen elsewhere than in the tree, and must not be done twice. */
    boolean actsBeyondTheTree(Patch patch) {
        return rules.hasNetwork(patch)
                && !patch.options().dryRun()
                && !patch.options().idempotent()
                && patch.actions().stream().anyMatch(PatchAction.RunCommand.class::isInstance);
    }

    /** The git directory of a place. */
    OwnRepository repository(Place place) {
        return new OwnRepository(place.gitDirectory(), known, observer);
    }

    CommitMessages messages() {
        return new CommitMessages(clock);
    }
}
