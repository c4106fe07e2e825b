package io.patchline.ingest.webhook;

import io.patchline.ingest.http.PatchLinks;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;

/** What is answered at once to a patch that was accepted. */
public record AcceptedResponse(PatchId id, String status, Lane lane, PatchLinks links) {
    /** Of a patch that waits in its lane. */
    public static AcceptedResponse of(SubmissionResult.Content submitted) {
        return new AcceptedResponse(submitted.id(), "queued", submitted.lane(), PatchLinks.of(submitted.id()));
    }
}
