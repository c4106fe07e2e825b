/** Filters of system calls (seccomp(2)), as programs of classic BPF. */
@NullMarked
package io.patchline.executor.seccomp;

import org.jspecify.annotations.NullMarked;
