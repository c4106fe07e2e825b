package io.patchline.ingest.review;

import java.util.Optional;

/** The body of a rejection: why, in the reviewer's words, and the hash of the commit that was judged; without it the one that waits. */
record RejectRequest(Optional<String> reason, Optional<String> commit) {}
