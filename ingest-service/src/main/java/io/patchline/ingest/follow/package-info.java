/** Following: events of the log and the output of commands, live. */
@NullMarked
package io.patchline.ingest.follow;

import org.jspecify.annotations.NullMarked;
