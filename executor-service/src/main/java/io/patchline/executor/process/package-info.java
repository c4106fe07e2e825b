/** Commands: what is asked of them, how they end, and what is kept of their output. */
@NullMarked
package io.patchline.executor.process;

import org.jspecify.annotations.NullMarked;
