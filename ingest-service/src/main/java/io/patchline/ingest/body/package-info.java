/** Request bodies: bounded in size, time and memory. */
@NullMarked
package io.patchline.ingest.body;

import org.jspecify.annotations.NullMarked;
