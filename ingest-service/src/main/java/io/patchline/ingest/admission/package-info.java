/** Filters that every request passes before its resource: rate limits, origin, media type. */
@NullMarked
package io.patchline.ingest.admission;

import org.jspecify.annotations.NullMarked;
