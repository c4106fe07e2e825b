package io.patchline.ingest.lanes;

import io.patchline.patch.Lane;

/** Which lane is to be released. */
record ReleaseRequest(Lane lane) {}
