/** From an accepted patch to the broker's confirm. */
@NullMarked
package io.patchline.ingest.publish;

import org.jspecify.annotations.NullMarked;
