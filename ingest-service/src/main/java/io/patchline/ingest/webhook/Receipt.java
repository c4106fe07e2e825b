package io.patchline.ingest.webhook;

import io.patchline.ingest.status.PatchLinks;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;

/** What is answered at once to a patch that was accepted. */
record Receipt(PatchId id, String status, Lane lane, PatchLinks links) {}
