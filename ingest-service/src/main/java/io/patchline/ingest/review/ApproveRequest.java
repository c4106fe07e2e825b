package io.patchline.ingest.review;

import java.util.Optional;

/** The body of an approval: the hash of the commit that was judged. */
record ApproveRequest(Optional<String> commit) {}
