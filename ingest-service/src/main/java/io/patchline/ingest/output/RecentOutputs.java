package io.patchline.ingest.output;

import io.patchline.event.OutputPiece;
import io.patchline.ingest.follow.LiveOutputSubscriptions;
import io.patchline.ingest.status.PatchStory;
import io.patchline.ingest.status.StatusIndex;
import io.patchline.patch.PatchId;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The last output of patches that somebody asks about again and again without staying connected, as models do: heard from the first question on, until the patch is over. Of at
 * most {@value #MOST_PATCHES} patches, those that were asked about last. Lives in this replica's memory: another one, or this one after a restart, has only what it heard itself.
 * Safe for use by several threads.
 */
@Singleton
public final class RecentOutputs {
    static final int MOST_PATCHES = 200;

    private final LiveOutputSubscriptions live;
    private final StatusIndex index;
    private final Map<PatchId, Heard> heard = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What is heard of a patch.
     *
     * @param over completes with the patch; whoever forgets this stops waiting for it
     */
    private record Heard(RecentOutput output, CompletableFuture<PatchStory> over) {}

    RecentOutputs(LiveOutputSubscriptions live, StatusIndex index) {
        this.live = live;
        this.index = index;
    }

    /** Hears the patch's output from now on, if it is not over and is not heard already. May speak with the broker. */
    public void listen(PatchId patch) {
        boolean running =
                index.story(patch).filter(story -> !story.state().isOver()).isPresent();
        if (running) {
            begin(patch);
        }
    }

    List<OutputPiece> of(PatchId patch, int run, int attempt) {
        Heard known;
        synchronized (heard) {
            known = heard.get(patch);
        }
        return known == null ? List.of() : known.output().of(run, attempt);
    }

    private void begin(PatchId patch) {
        synchronized (heard) {
            if (heard.get(patch) != null) {
                return;
            }
        }
        Heard begun = new Heard(new RecentOutput(), index.whenOver(patch));
        live.add(patch, begun.output());
        Heard other;
        synchronized (heard) {
            other = heard.putIfAbsent(patch, begun);
        }
        if (other != null) {
            leave(patch, begun);
            return;
        }
        CompletableFuture<Void> unused =
                begun.over().thenRun(() -> Thread.ofVirtual().start(() -> end(patch)));
        forgetEldest();
    }

    private void forgetEldest() {
        PatchId eldest;
        synchronized (heard) {
            if (heard.size() <= MOST_PATCHES) {
                return;
            }
            eldest = heard.keySet().iterator().next();
        }
        end(eldest);
    }

    private void end(PatchId patch) {
        Heard known;
        synchronized (heard) {
            known = heard.remove(patch);
        }
        if (known != null) {
            leave(patch, known);
        }
    }

    private void leave(PatchId patch, Heard known) {
        live.leave(patch, known.output());
        index.stopWaiting(patch, known.over());
    }
}
