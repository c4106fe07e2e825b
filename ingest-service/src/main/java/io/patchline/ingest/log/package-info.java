/** The broker's log of events: read in order, kept in part, read again by range. */
@NullMarked
package io.patchline.ingest.log;

import org.jspecify.annotations.NullMarked;
