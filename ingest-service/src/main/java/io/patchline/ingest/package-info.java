/** The ingest service: submissions, and the story of each patch. */
@NullMarked
package io.patchline.ingest;

import org.jspecify.annotations.NullMarked;
