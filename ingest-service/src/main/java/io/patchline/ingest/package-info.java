/** The ingest service: doors in, and the story of each patch. */
@NullMarked
package io.patchline.ingest;

import org.jspecify.annotations.NullMarked;
