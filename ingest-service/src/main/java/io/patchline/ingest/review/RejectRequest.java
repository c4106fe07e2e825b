package io.patchline.ingest.review;

import java.util.Optional;

/** The body of a rejection: why, in the reviewer's words. */
record RejectRequest(Optional<String> reason) {}
