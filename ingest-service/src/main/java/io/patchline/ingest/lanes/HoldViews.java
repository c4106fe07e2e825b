package io.patchline.ingest.lanes;

import io.patchline.ingest.deadletters.DeadLetterIndex;
import jakarta.inject.Singleton;
import java.util.List;

/** Tells of the lanes that are held. */
@Singleton
public final class HoldViews {
    private final HoldIndex holds;
    private final DeadLetterIndex index;

    HoldViews(HoldIndex holds, DeadLetterIndex index) {
        this.holds = holds;
        this.index = index;
    }

    /** All of them, those first that are held longest. */
    public List<HoldView> all() {
        return holds.all().stream().map(held -> HoldView.of(held, index)).toList();
    }
}
