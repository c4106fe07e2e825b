/** Starts processes, by posix_spawn(3) or a fork server of its own, and tells how they end. */
@NullMarked
package io.patchline.executor.spawn;

import org.jspecify.annotations.NullMarked;
