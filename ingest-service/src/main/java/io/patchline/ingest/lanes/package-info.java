/** Who carries patches out, and what waits for whom: executors by what they say of themselves, lane queues by what the broker and the log say. */
@NullMarked
package io.patchline.ingest.lanes;

import org.jspecify.annotations.NullMarked;
