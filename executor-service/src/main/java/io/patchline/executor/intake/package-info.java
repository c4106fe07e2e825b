/** From the lane queues to a run, and back to an acknowledgement. */
@NullMarked
package io.patchline.executor.intake;

import org.jspecify.annotations.NullMarked;
