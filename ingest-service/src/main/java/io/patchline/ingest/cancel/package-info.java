/** From the wish that a patch should end to the broker's confirm. */
@NullMarked
package io.patchline.ingest.cancel;

import org.jspecify.annotations.NullMarked;
