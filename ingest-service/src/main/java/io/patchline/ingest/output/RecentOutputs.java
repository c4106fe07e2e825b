package io.patchline.ingest.output;

import io.patchline.event.OutputPiece;
import io.patchline.ingest.follow.LiveOutputSubscriptions;
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
    private final Map<PatchId, RecentOutput> heard = new LinkedHashMap<>(16, 0.75f, true);

    RecentOutputs(LiveOutputSubscriptions live, StatusIndex index) {
        this.live = live;
        this.index = index;
    }

    /** Hears the patch's output from now on, if it is not over and is not heard already. May speak with the broker. */
    public void listen(PatchId patch) {
        boolean running =
                index.story(patch).filter(story -> !story.state().isOver()).isPresent();
        if (running && begin(patch)) {
            CompletableFuture<Void> unused =
                    index.whenOver(patch).thenRun(() -> Thread.ofVirtual().start(() -> end(patch)));
        }
    }

    List<OutputPiece> of(PatchId patch, int run, int attempt) {
        RecentOutput output;
        synchronized (heard) {
            output = heard.get(patch);
        }
        return output == null ? List.of() : output.of(run, attempt);
    }

    private boolean begin(PatchId patch) {
        synchronized (heard) {
            if (heard.get(patch) != null) {
                return false;
            }
        }
        RecentOutput output = new RecentOutput();
        live.add(patch, output);
        RecentOutput other;
        synchronized (heard) {
            other = heard.putIfAbsent(patch, output);
        }
        if (other != null) {
            live.leave(patch, output);
            return false;
        }
        forgetEldest();
        return true;
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
        RecentOutput output;
        synchronized (heard) {
            output = heard.remove(patch);
        }
        if (output != null) {
            live.leave(patch, output);
        }
    }
}
