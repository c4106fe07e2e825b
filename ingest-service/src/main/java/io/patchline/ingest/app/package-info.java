/** Start, stop, wiring, health, metrics and status of the ingest service. */
@NullMarked
package io.patchline.ingest.app;

import org.jspecify.annotations.NullMarked;
