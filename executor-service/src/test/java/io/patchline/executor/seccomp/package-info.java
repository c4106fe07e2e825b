@NullMarked
package io.patchline.executor.seccomp;

import org.jspecify.annotations.NullMarked;
