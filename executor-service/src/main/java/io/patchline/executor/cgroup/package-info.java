/** Limits what all processes of a command use together, by a cgroup of version 2 that the executor may divide. */
@NullMarked
package io.patchline.executor.cgroup;

import org.jspecify.annotations.NullMarked;
