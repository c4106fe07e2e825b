/** From a patch's final event to whoever asked for a callback: signed, retried for hours, and never into a private network. */
@NullMarked
package io.patchline.ingest.callbacks;

import org.jspecify.annotations.NullMarked;
