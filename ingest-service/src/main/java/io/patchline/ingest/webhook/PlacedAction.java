package io.patchline.ingest.webhook;

import io.patchline.ingest.reading.JsonField;
import io.patchline.patch.PatchAction;

/**
 * An action and where it stands.
 *
 * @param pointer into the submitted JSON (RFC 6901)
 */
public record PlacedAction(PatchAction action, String pointer) {
    public static PlacedAction at(JsonField place, PatchAction action) {
        return new PlacedAction(action, place.pointer());
    }
}
