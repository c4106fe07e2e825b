package io.patchline.executor.git;

import io.patchline.executor.actions.AttemptContext;
import io.patchline.executor.actions.CommandEnding;
import io.patchline.executor.actions.RunWorkspace;
import io.patchline.executor.git.program.GitEndedException;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.PushUnansweredException;
import io.patchline.executor.git.program.RunLimits;
import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.RepositoryProbing;
import io.patchline.executor.git.remote.RepositoryWatch;
import io.patchline.executor.git.tree.Places;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.StepEndedException;
import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.GitReport;
import io.patchline.outcome.Outcome;
import io.patchline.outcome.RunReport;
import io.patchline.patch.Patch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A branch of a repository as a workspace: each run has a clean tree, and takes effect by its push or not at all. Safe for use by several threads. */
public final class BranchWorkspace implements RunWorkspace {
    /** A patch whose executors died this often while they carried it out is not tried again. */
    private static final int MOST_DEATHS = 3;

    private static final int MOST_FAILURES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(BranchWorkspace.class);

    private final BranchTools tools;
    private final Places places;
    private final PlaceWork work;

    /** @param directory of this workspace only, outside of everything that commands see; created if missing */
    public BranchWorkspace(BranchTools tools, Path directory) throws IOException {
        this.tools = tools;
        this.places = new Places(directory, tools.observer());
        this.work = new PlaceWork(tools, places);
    }

    /** Whether the repository can be used. */
    public RepositoryWatch watch() {
        return tools.watch();
    }

    /** Looks at the repository from now on, whenever there is a reason to, until it is closed. */
    public RepositoryProbing probing() {
        return new RepositoryProbing(new RepositoryProbe(tools, places), tools.watch());
    }

    /** Where its places are. */
    public Path directory() {
        return places.directory();
    }

    public GitSettings settings() {
        return tools.settings();
    }

    @Override
    public Outcome carryOut(PatchMessage message, AttemptContext attempt) throws InterruptedException {
        Optional<Outcome> refusal = BranchRun.refusal(message.patch());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        AtomicBoolean ran = new AtomicBoolean();
        RunLimits limits = RunLimits.of(tools.callTimeout(), attempt.cancellation());
        try {
            Outcome outcome = carriedOut(message, attempt, limits, ran);
            return leftToAnother(message.patch(), outcome, attempt.cancellation(), ran.get());
        } catch (StepEndedException ended) {
            Cancellation.Reason reason = ended.reason().orElseThrow(() -> ended);
            Outcome outcome = CommandEnding.cancelled(reason, RunReport.NOTHING);
            return leftToAnother(message.patch(), outcome, attempt.cancellation(), ran.get());
        } catch (GitEndedException ended) {
            String why = ended.getMessage() + "; nothing of the patch is on the branch";
            Outcome outcome = ended.reason()
                    .map(reason -> CommandEnding.cancelled(reason, RunReport.NOTHING))
                    .orElseGet(() -> timedOut(why, message, ran));
            return leftToAnother(message.patch(), outcome, attempt.cancellation(), ran.get());
        } catch (PushUnansweredException unanswered) {
            String why = unanswered.getMessage()
                    + "; nothing of the patch was on the branch after that, and a replay finds its commit if it comes all the same";
            return keptOut(message, timedOut(why, message, ran), false);
        }
    }

    private Outcome carriedOut(PatchMessage message, AttemptContext attempt, RunLimits limits, AtomicBoolean ran)
            throws InterruptedException {
        int[] failures = {0};
        AttemptContext watched = attempt.reporting(() -> ran.set(true));
        return work.done(limits, again -> context -> {
            Optional<Outcome> end = again ? endOfBegun(context, message, ran) : Optional.empty();
            try {
                Outcome outcome =
                        end.isPresent() ? end.get() : new BranchRun(tools, context, message, watched).carryOut();
                return new FoundCommits(context).logged(outcome, message.patch().id());
            } catch (GitFailedException e) {
                if (!e.isOfFullDisk() && ++failures[0] == MOST_FAILURES) {
                    return defect(e);
                }
                throw e;
            }
        });
    }

    /** A run that ended by its time; what acted beyond the tree must not begin once more. */
    private Outcome timedOut(String why, PatchMessage message, AtomicBoolean ran) {
        return ran.get() && tools.actsBeyondTheTree(message.patch())
                ? interrupted("its commands ran with the network, and " + why)
                : new Outcome.TimedOut(why, RunReport.NOTHING);
    }

    @Override
    public Optional<Outcome> endOfEarlier(EarlierAttempts earlier) throws InterruptedException {
        PatchMessage message = earlier.message();
        boolean first = earlier.deaths() == 0 && !earlier.deliveredBefore() && !earlier.beforeMemory();
        Optional<ReviewDecision> decision = message.decision();
        // A decision looks at the branches in any case, and begins with that.
        if (first || (decision.isPresent() && earlier.deaths() < MOST_DEATHS)) {
            return Optional.empty();
        }
        Cancellation never = new Cancellation(); // What has happened must become known, whoever waits for it.
        if (decision.isPresent()) {
            return Optional.of(work.done(
                    RunLimits.ofLooking(tools.callTimeout()),
                    again -> context -> new FoundCommits(context)
                            .logged(
                                    new Decision(tools, context, message).afterDeaths(decision.get(), earlier.deaths()),
                                    message.patch().id())));
        }
        Optional<Outcome> done =
                work.done(RunLimits.ofLooking(tools.callTimeout()), again -> context -> done(context, message, never));
        boolean begun = earlier.deaths() > 0 || !earlier.known();
        if (done.isPresent() || !begun) {
            return done;
        }
        if (tools.actsBeyondTheTree(message.patch())) {
            return Optional.of(interrupted(
                    "an executor may have died while the patch was carried out, and its commands have the network: "
                            + "what they did beyond the tree may have half happened; nothing of it is on the branch"));
        }
        return earlier.deaths() >= MOST_DEATHS
                ? Optional.of(interrupted(earlier.deaths()
                        + " executors died while the patch was carried out; nothing of it is on the branch"))
                : Optional.empty();
    }

    /** What ends without a commit must not get one from an executor that is on it too: the fence keeps it out, and tells it of the end. */
    @Override
    public Outcome standing(PatchMessage message, Outcome outcome) throws InterruptedException {
        if (outcome instanceof Outcome.Cancelled && message.decision().isPresent()) {
            return work.done(
                    RunLimits.ofLooking(tools.callTimeout()),
                    again -> context -> new FoundCommits(context)
                            .logged(
                                    new Decision(tools, context, message)
                                            .cancelled(message.decision().get()),
                                    message.patch().id()));
        }
        if (hasCommit(outcome)
                || !settings().fence()
                || message.patch().options().dryRun()) {
            return outcome;
        }
        return keptOut(message, outcome, true);
    }

    /**
     * What has become of a run, which after this has no effect any more that is not in the outcome.
     *
     * @param outcome what it has come to if it has had no effect yet
     * @param ends whether this is the run's end, and not one of its attempts'
     */
    private Outcome keptOut(PatchMessage message, Outcome outcome, boolean ends) throws InterruptedException {
        try {
            return work.done(RunLimits.ofLooking(tools.callTimeout()), again -> context -> {
                PushResult result = new PushResult.Moved();
                while (result instanceof PushResult.Moved) {
                    Optional<Outcome> known = doneBeforeTheFence(context, message, new Cancellation());
                    if (known.isPresent()) {
                        boolean same = known.get().status().equals(outcome.status()) && !hasCommit(known.get());
                        return same ? outcome : known.get();
                    }
                    if (!settings().fence()) {
                        return outcome;
                    }
                    result = ends ? context.pushEnd(List.of(), message, outcome) : context.push(List.of());
                }
                if (result instanceof PushResult.Refused refused) {
                    fenceStays(refused.why());
                }
                return outcome;
            });
        } catch (PushUnansweredException unanswered) {
            fenceStays(String.valueOf(unanswered.getMessage()));
            return outcome;
        }
    }

    private void fenceStays(String why) {
        LOG.atError()
                .addKeyValue("workspace", settings().name())
                .addKeyValue("cause", why)
                .log(
                        "The repository does not take the fence: an executor that was taken for dead, or a push that was not answered, may still have an effect");
    }

    /** A repository lists its refs one after the other: only a branch that was read after the fence shows what that fence let pass. */
    private Optional<Outcome> doneBeforeTheFence(PlaceContext context, PatchMessage message, Cancellation cancellation)
            throws IOException, InterruptedException {
        while (true) {
            String unused = context.tip(cancellation);
            Optional<String> fence = context.fence().at();
            Optional<Outcome> known = done(context, message, cancellation);
            if (fence.equals(context.fence().at())) {
                return known;
            }
        }
    }

    private static boolean hasCommit(Outcome outcome) {
        return outcome.report().git().flatMap(GitReport::commit).isPresent();
    }

    @Override
    public void settle(Outcome outcome, Path journals) {}

    @Override
    public boolean leavesNothingBehind() {
        return true;
    }

    /** How a run ends that would have to begin anew, if it has had its effect or must not be carried out twice. */
    private Optional<Outcome> endOfBegun(PlaceContext context, PatchMessage message, AtomicBoolean ran)
            throws IOException, InterruptedException {
        Optional<Outcome> done = done(context, message, context.limits().heeded());
        context.limits().begins();
        return done.isEmpty() && ran.get() && tools.actsBeyondTheTree(message.patch())
                ? Optional.of(interrupted(
                        "its commands ran with the network, and what they made could not be put on the branch"))
                : done;
    }

    /** What the run has done already: on the branch, or on the branch of its review. */
    private Optional<Outcome> done(PlaceContext context, PatchMessage message, Cancellation cancellation)
            throws IOException, InterruptedException {
        Optional<Outcome> end = new KnownEnd(context, message).at(context.tip(cancellation), RunReport.NOTHING);
        if (end.isPresent()) {
            return end;
        }
        Review review = new Review(context, message);
        Optional<String> head = context.other(review.branch(), cancellation);
        Optional<Outcome> waits = head.isPresent()
                ? review.waiting(head.get(), "the commit waits for a review", RunReport.NOTHING)
                : Optional.empty();
        return waits.isPresent()
                ? Optional.of(new FoundCommits(context)
                        .logged(waits.get(), message.patch().id()))
                : waits;
    }

    /** What a patch makes git fail with, wherever it is carried out, must not hold up its lane for ever; a full disk is waited for. */
    private static Outcome defect(GitFailedException failure) {
        return new Outcome.Failed(
                ErrorCode.INTERNAL_ERROR,
                "git fails with this patch in a new git directory and a new tree too; nothing of it is on the branch: "
                        + failure.getMessage(),
                List.of(),
                RunReport.NOTHING);
    }

    /** What ended because this executor ends has had no effect: another one carries it out, unless a command has run that acts beyond the tree. */
    private Outcome leftToAnother(Patch patch, Outcome outcome, Cancellation cancellation, boolean ran)
            throws InterruptedException {
        boolean ends = cancellation.reason().equals(Optional.of(Cancellation.Reason.SHUTDOWN));
        if (ends && outcome instanceof Outcome.Interrupted && !(ran && tools.actsBeyondTheTree(patch))) {
            throw new InterruptedException("the executor ends before the patch took effect");
        }
        return outcome;
    }

    private static Outcome interrupted(String why) {
        return new Outcome.Interrupted(why, RunReport.NOTHING);
    }
}
