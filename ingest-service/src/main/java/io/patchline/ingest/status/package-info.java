/** The story of each patch, folded from the broker's log. */
@NullMarked
package io.patchline.ingest.status;

import org.jspecify.annotations.NullMarked;
