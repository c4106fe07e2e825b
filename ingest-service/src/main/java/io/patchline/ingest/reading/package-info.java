/** Parsing and validation of a submission: from bytes to a patch, or to every problem at once. */
@NullMarked
package io.patchline.ingest.reading;

import org.jspecify.annotations.NullMarked;
