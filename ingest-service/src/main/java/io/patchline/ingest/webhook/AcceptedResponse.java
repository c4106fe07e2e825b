package io.patchline.ingest.webhook;

import io.patchline.ingest.http.PatchLinks;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;

/** What is answered at once to a patch that was accepted. */
record AcceptedResponse(PatchId id, String status, Lane lane, PatchLinks links) {}
