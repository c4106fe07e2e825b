package io.patchline.executor.git;

import io.patchline.executor.actions.AttemptContext;
import io.patchline.executor.actions.CommandEnding;
import io.patchline.executor.actions.RunWorkspace;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.RepositoryProbing;
import io.patchline.executor.git.remote.RepositoryWatch;
import io.patchline.executor.git.tree.Place;
import io.patchline.executor.git.tree.Places;
import io.patchline.executor.process.Cancellation;
import io.patchline.executor.process.Deadline;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A branch of a repository as a workspace: each run has a clean tree, and takes effect by its push or not at all. Safe for use by several threads. */
public final class BranchWorkspace implements RunWorkspace {
    /** A patch whose executors died this often while they carried it out is not tried again. */
    private static final int MOST_DEATHS = 3;

    private static final int MOST_FAILURES = 5;

    /** Looking whether there is something to tidy costs as much as any call of git. */
    private static final int TIDY_EVERY = 100;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(BranchWorkspace.class);

    private final BranchTools tools;
    private final Places places;
    private final AtomicInteger runs = new AtomicInteger();

    /** @param directory of this workspace only, outside of everything that commands see; created if missing */
    public BranchWorkspace(BranchTools tools, Path directory) throws IOException {
        this.tools = tools;
        this.places = new Places(directory, tools.observer());
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
        try {
            int[] failures = {0};
            AttemptContext watched = attempt.reporting(() -> ran.set(true));
            Outcome outcome = inPlace(attempt.cancellation(), again -> context -> {
                Optional<Outcome> end = again ? endOfBegun(context, message, attempt, ran) : Optional.empty();
                try {
                    return end.isPresent() ? end.get() : new BranchRun(tools, context, message, watched).carryOut();
                } catch (GitFailedException e) {
                    if (!e.isOfFullDisk() && ++failures[0] == MOST_FAILURES) {
                        return defect(e);
                    }
                    throw e;
                }
            });
            return leftToAnother(message.patch(), outcome, attempt.cancellation(), ran.get());
        } catch (StepEndedException ended) {
            Cancellation.Reason reason = ended.reason().orElseThrow(() -> ended);
            Outcome outcome = CommandEnding.cancelled(reason, RunReport.NOTHING);
            return leftToAnother(message.patch(), outcome, attempt.cancellation(), ran.get());
        }
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
            return Optional.of(inPlace(
                    never,
                    again -> context ->
                            new Decision(tools, context, message).afterDeaths(decision.get(), earlier.deaths())));
        }
        Optional<Outcome> done = inPlace(never, again -> context -> done(context, message, never));
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
        if (hasCommit(outcome)
                || !settings().fence()
                || message.patch().options().dryRun()) {
            return outcome;
        }
        Cancellation never = new Cancellation(); // What stands must become known, whoever waits for it.
        return inPlace(never, again -> context -> {
            PushResult result = new PushResult.Moved();
            while (result instanceof PushResult.Moved) {
                Optional<Outcome> known = doneBeforeTheFence(context, message, never);
                if (known.isPresent()) {
                    boolean same = known.get().status().equals(outcome.status()) && !hasCommit(known.get());
                    return same ? outcome : known.get();
                }
                result = context.pushEnd(List.of(), message, outcome);
            }
            if (result instanceof PushResult.Refused refused) {
                LOG.atError()
                        .addKeyValue("workspace", settings().name())
                        .addKeyValue("cause", refused.why())
                        .log("The repository refuses the fence: an executor that was taken for dead may still push");
            }
            return outcome;
        });
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
    private Optional<Outcome> endOfBegun(
            PlaceContext context, PatchMessage message, AttemptContext attempt, AtomicBoolean ran)
            throws IOException, InterruptedException {
        Optional<Outcome> done = done(context, message, attempt.cancellation());
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
        return head.isPresent()
                ? review.waiting(head.get(), "the commit waits for a review", RunReport.NOTHING)
                : Optional.empty();
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

    private interface Work<T> {
        T in(PlaceContext context) throws IOException, InterruptedException;
    }

    /** Work that is told whether it was begun before. */
    private interface Works<T> {
        Work<T> begun(boolean again);
    }

    /** Does the work in a place of its own. One that is broken is thrown away, and the work, which has had no effect, begins anew. */
    private <T> T inPlace(Cancellation cancellation, Works<T> works) throws InterruptedException {
        boolean again = false;
        while (true) {
            try (Place place = places.take()) {
                try {
                    T result = works.begun(again).in(new PlaceContext(tools, place));
                    tidy(place);
                    return result;
                } catch (GitFailedException e) {
                    LOG.atError()
                            .setCause(e)
                            .addKeyValue("workspace", tools.settings().name())
                            .addKeyValue("place", place.directory())
                            .log("A git directory or working tree cannot be used; it is made anew");
                    place.removeAll();
                }
            } catch (RepositoryAwayException e) {
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("The repository went away; the run begins anew");
            } catch (IOException e) {
                LOG.atError().setCause(e).log("The state directory cannot be used; mend it, the patch waits");
            }
            again = true;
            Deadline.after(Duration.ofDays(1), cancellation).pause(PAUSE);
        }
    }

    private void tidy(Place place) throws IOException, InterruptedException {
        if (runs.incrementAndGet() % TIDY_EVERY == 0) {
            try {
                tools.repository(place).tidy();
            } catch (GitFailedException e) {
                // The run is over and its result stands.
                LOG.atWarn()
                        .setCause(e)
                        .addKeyValue("place", place.directory())
                        .log("A git directory cannot be tidied; it is made anew");
                place.removeAll();
            }
        }
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
