package io.patchline.ingest.reading;

import io.patchline.ingest.json.JsonField;
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
