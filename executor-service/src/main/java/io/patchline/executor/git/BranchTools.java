package io.patchline.executor.git;

import io.patchline.executor.actions.CommandRules;
import io.patchline.executor.git.program.CallLimits;
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
 * @param callTimeout how long each call on the executor's own disk may take
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
        CallObserver observer,
        Duration callTimeout) {

    /** Of a workspace whose repository nobody has asked for anything yet. */
    public static BranchTools of(
            GitSettings settings,
            CommandRunner runner,
            CommandRules rules,
            TreeOwner owner,
            WorkspaceRoots knownAs,
            Clock clock,
            CallObserver observer) {
        Remote remote = new Remote(
                settings.url(),
                settings.credentials(),
                settings.timeout(),
                settings.sizes().file(),
                observer);
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
                observer,
                CallLimits.LONGEST);
    }

    /** The same, for whoever waits so long for each answer of the repository. */
    BranchTools impatient(Duration most) {
        return with(remote.impatient(most), callTimeout);
    }

    /** The same, for calls on the executor's own disk that may take no longer. */
    BranchTools impatientHere(Duration most) {
        return with(remote, most);
    }

    private BranchTools with(Remote other, Duration most) {
        return new BranchTools(settings, other, watch, runner, rules, owner, knownAs, clock, known, observer, most);
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
        return repository(place, CallLimits.USUAL);
    }

    /** The same, whose calls have these limits. */
    OwnRepository repository(Place place, CallLimits limits) {
        return new OwnRepository(place.gitDirectory(), known, observer, limits);
    }

    CommitMessages messages() {
        return new CommitMessages(clock);
    }
}
