package io.patchline.ingest.deadletters;

import io.patchline.patch.Lane;

/** Which lane is to be released. */
record ReleaseRequest(Lane lane) {}
