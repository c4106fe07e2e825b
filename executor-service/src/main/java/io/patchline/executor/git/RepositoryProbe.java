package io.patchline.executor.git;

import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.remote.PushResult;
import io.patchline.executor.git.remote.Remote;
import io.patchline.executor.git.remote.RepositoryProbing;
import io.patchline.executor.git.tree.Place;
import io.patchline.executor.git.tree.Places;
import io.patchline.executor.process.Cancellation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looks whether a repository takes what runs push, before one runs: is the branch there, may the account push, is the {@link Fence} taken and shown. */
final class RepositoryProbe implements RepositoryProbing.Probe {
    /** Never pushed: only asked whether it could be. */
    private static final String REHEARSED = Remote.HEADS + "patchline/probe";

    private final BranchTools tools;
    private final GitSettings settings;
    private final Remote remote;
    private final Places places;

    RepositoryProbe(BranchTools tools, Places places) {
        this.tools = tools;
        this.settings = tools.settings();
        this.remote = tools.remote();
        this.places = places;
    }

    /** @param push whether to move a fence that is there, too */
    @Override
    public Optional<String> look(boolean push) throws InterruptedException {
        try (Place place = places.take()) {
            try {
                return trouble(new PlaceContext(tools, place), push);
            } catch (GitFailedException e) {
                place.removeAll();
                return Optional.of("git cannot be used here: " + e.getMessage());
            }
        } catch (RepositoryAwayException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Optional.of(
                    "the state directory cannot be used: " + e.getMessage() + ". See that it is there and has room");
        }
    }

    private Optional<String> trouble(PlaceContext context, boolean push) throws IOException, InterruptedException {
        String branch = Remote.HEADS + settings.branch();
        List<String> refs = settings.fence() ? List.of(branch, context.fence().ref()) : List.of(branch);
        var there = remote.refs(refs, new Cancellation());
        if (!there.containsKey(branch)) {
            throw context.noBranch();
        }
        context.make(new Cancellation());
        if (!settings.fence()) {
            String commit = context.fence().passed();
            return refused(
                    context,
                    pushed(context, List.of(new Remote.Update(REHEARSED, Optional.empty(), Optional.of(commit)))));
        }
        boolean shown = there.containsKey(context.fence().ref());
        Optional<String> refused = refused(context, fence(context, shown && !push));
        return refused.isEmpty() && !shown ? hidden(context) : refused;
    }

    /** Brings a fence to the repository, or only asks whether that could be. */
    private PushResult fence(PlaceContext context, boolean rehearsed) throws IOException, InterruptedException {
        boolean unused = remote.fetch(
                context.place().gitDirectory(), List.of(context.fence().refspec()), new Cancellation());
        context.fence().fetched();
        return rehearsed
                ? pushed(context, List.of(context.fence().to(context.fence().passed())))
                : pushed(context, List.of());
    }

    /** @param rehearsed what is not to be pushed; nothing, to push a fence */
    private PushResult pushed(PlaceContext context, List<Remote.Update> rehearsed)
            throws IOException, InterruptedException {
        try {
            return rehearsed.isEmpty()
                    ? context.pushFence()
                    : remote.rehearse(context.place().gitDirectory(), rehearsed, new Cancellation());
        } catch (RepositoryAwayException e) {
            var unused = remote.refs(List.of(Remote.HEADS + settings.branch()), new Cancellation());
            throw new RepositoryAwayException(e.getMessage() + ". It can be read, and lets no push in: give the account"
                    + " that " + key("key-file") + " or " + key("token-file") + " is for the right to write");
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
