package io.patchline.ingest.webhook;

import io.patchline.patch.PatchAction;

/**
 * An action and where it stands.
 *
 * @param pointer into the submitted JSON (RFC 6901)
 */
record PlacedAction(PatchAction action, String pointer) {
    static PlacedAction at(Place place, PatchAction action) {
        return new PlacedAction(action, place.pointer());
    }
}
