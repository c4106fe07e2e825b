/** Submissions: from a request to a patch, and from its confirm to an answer. */
@NullMarked
package io.patchline.ingest.webhook;

import org.jspecify.annotations.NullMarked;
