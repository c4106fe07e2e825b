/** Calls functions of the C library that Java has no way of its own for. */
@NullMarked
package io.patchline.executor.libc;

import org.jspecify.annotations.NullMarked;
