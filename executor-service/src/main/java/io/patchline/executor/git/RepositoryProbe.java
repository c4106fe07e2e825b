package io.patchline.executor.git;

import io.patchline.executor.git.program.GitEndedException;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.program.RepositoryBusyException;
import io.patchline.executor.git.program.RunLimits;
import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.git.remote.RepositoryProbing;
import io.patchline.executor.git.remote.RepositoryWatch;
import io.patchline.executor.git.tree.Place;
import io.patchline.executor.git.tree.Places;
import io.patchline.executor.process.Cancellation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether a repository takes what runs push, without one: is the branch there, may the account push, is the {@link Fence} taken and shown. */
final class RepositoryProbe implements RepositoryProbing.Probe {
    /** Who looks must not be busy with one look for long; runs have the time that is configured. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

    /** What GitHub, GitLab and plain servers say to an account that may only read, by HTTP and by ssh. */
    private static final Pattern NO_RIGHT = Pattern.compile(
            "returned error: 40[13]\\b|Authentication failed|\\b[Dd]enied\\b|\\b[Pp]ermission\\b|not allowed|marked as read only");

    /** Never pushed: only asked whether it could be. */
    private static final String REHEARSED = Remote.HEADS + "patchline/probe";

    private static final Logger LOG = LoggerFactory.getLogger(RepositoryProbe.class);

    private final BranchTools tools;
    private final GitSettings settings;
    private final Remote remote;
    private final Places places;

    RepositoryProbe(BranchTools tools, Places places) {
        this.tools = tools.impatient(LONGEST_CALL);
        this.settings = tools.settings();
        this.remote = this.tools.remote();
        this.places = places;
    }

    /** @param push whether to move a fence that is there, too */
    @Override
    public Optional<String> look(boolean push) throws RepositoryAwayException, InterruptedException {
        try (Place place = places.take()) {
            try {
                return trouble(context(place), push);
            } catch (GitFailedException e) {
                LOG.atWarn()
                        .setCause(e)
                        .addKeyValue("place", place.directory())
                        .log("A git directory cannot be used; it is made anew");
                place.removeAll();
                return trouble(context(place), push);
            }
        } catch (RepositoryBusyException e) {
            return Optional.empty(); // Another executor is just pushing.
        } catch (RepositoryAwayException e) {
            throw e;
        } catch (GitFailedException | GitEndedException e) {
            return Optional.of("git cannot be used here: " + e.getMessage());
        } catch (IOException e) {
            return Optional.of(
                    "the state directory cannot be used: " + e.getMessage() + ". See that it is there and has room");
        }
    }

    private PlaceContext context(Place place) {
        return new PlaceContext(tools, place, RunLimits.ofLooking(tools.callTimeout()));
    }

    private Optional<String> trouble(PlaceContext context, boolean push) throws IOException, InterruptedException {
        String branch = Remote.HEADS + settings.branch();
        List<String> refs = settings.fence() ? List.of(branch, context.fence().ref()) : List.of(branch);
        var there = remote.refs(refs, new Cancellation());
        if (!there.containsKey(branch)) {
            return Optional.of(String.valueOf(context.noBranch().getMessage()));
        }
        context.make(new Cancellation());
        if (!settings.fence()) {
            var rehearsed = new Remote.Update(
                    REHEARSED, Optional.empty(), Optional.of(context.fence().passed()));
            return answer(context, () -> rehearse(context, rehearsed));
        }
        boolean unused = remote.fetch(
                context.place().gitDirectory(), List.of(context.fence().refspec()), new Cancellation());
        context.fence().fetched();
        boolean shown = there.containsKey(context.fence().ref());
        Optional<String> refused = shown && !push
                ? answer(
                        context,
                        () -> rehearse(
                                context, context.fence().to(context.fence().passed())))
                : answer(context, context::pushFence);
        return refused.isEmpty() && !shown ? hidden(context) : refused;
    }

    private PushResult rehearse(PlaceContext context, Remote.Update update) throws IOException, InterruptedException {
        return remote.rehearse(context.place().gitDirectory(), List.of(update), new Cancellation());
    }

    /** What is wrong according to a push. */
    private Optional<String> answer(PlaceContext context, RepositoryWatch.Step<PushResult> push)
            throws IOException, InterruptedException {
        try {
            return refused(context, push.take());
        } catch (RepositoryBusyException e) {
            throw e;
        } catch (RepositoryAwayException e) {
            String why = String.valueOf(e.getMessage());
            if (!NO_RIGHT.matcher(why.replace(settings.url().value(), "")).find()) {
                throw e;
            }
            // One that it may not even read is away.
            var unused = remote.refs(List.of(Remote.HEADS + settings.branch()), new Cancellation());
            return Optional.of(why + ". It can be read, and lets no push in: give the account that " + key("key-file")
                    + " or " + key("token-file") + " is for the right to write");
        }
    }

    private Optional<String> refused(PlaceContext context, PushResult result) {
        return switch (result) {
            case PushResult.Done done -> Optional.empty();
            case PushResult.Moved moved -> Optional.empty(); // Another executor has just pushed.
            case PushResult.Refused refused when refused.why().contains("stale info") -> Optional.of(hides(context));
            case PushResult.Refused refused ->
                Optional.of("the repository " + settings.url() + " refuses what each patch pushes: " + refused.why()
                        + advice(context, refused.why()));
        };
    }

    private static String advice(PlaceContext context, String why) {
        return why.contains("unpacker error")
                ? ". The executor's account must be allowed to write there, and there must be room on its disk"
                : context.fence().adviceIfRefused(why);
    }

    private Optional<String> hidden(PlaceContext context) throws IOException, InterruptedException {
        String ref = context.fence().ref();
        return remote.refs(List.of(ref), new Cancellation()).isEmpty() ? Optional.of(hides(context)) : Optional.empty();
    }

    private String hides(PlaceContext context) {
        return "the repository " + settings.url() + " hides " + context.fence().ref()
                + ": let it show refs/patchline/ (receive.hideRefs, uploadpack.hideRefs, transfer.hideRefs), or set "
                + key("fence") + "=false (docs/git.md says what that costs)";
    }

    private String key(String last) {
        return "patchline.git." + settings.name() + "." + last;
    }
}
