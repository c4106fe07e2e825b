/** Who may come in, and what for. */
@NullMarked
package io.patchline.ingest.access;

import org.jspecify.annotations.NullMarked;
