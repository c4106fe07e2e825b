package io.patchline.ingest.review;

import java.util.List;
import java.util.Optional;

/**
 * The body of a revert.
 *
 * @param id of the patch that does it
 * @param ids of the patches to take back, where the path names none
 */
record RevertRequest(Optional<String> id, Optional<List<String>> ids) {}
