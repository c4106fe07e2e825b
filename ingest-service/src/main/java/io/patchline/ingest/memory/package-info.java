/** What is kept on the heap, within bounds in bytes. */
@NullMarked
package io.patchline.ingest.memory;

import org.jspecify.annotations.NullMarked;
