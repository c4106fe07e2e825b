/** When each credential was used last, at whichever replica. */
@NullMarked
package io.patchline.ingest.usage;

import org.jspecify.annotations.NullMarked;
