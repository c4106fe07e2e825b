package io.patchline.ingest.follow;

import io.patchline.event.OutputPiece;

/** Somebody who hears a patch's live output. */
public interface OutputListener {
    /** Takes the piece, or passes it over. Never waits: everybody's output comes on this thread. */
    void hear(OutputPiece piece);
}
