/** The first door in: from the bytes of a request to a patch, or to everything that is wrong with it. */
@NullMarked
package io.patchline.ingest.webhook;

import org.jspecify.annotations.NullMarked;
