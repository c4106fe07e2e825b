/** How many patches were accepted and ended, minute by minute, from the log. */
@NullMarked
package io.patchline.ingest.counts;

import org.jspecify.annotations.NullMarked;
