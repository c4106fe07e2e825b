@NullMarked
package io.patchline.executor.diff;

import org.jspecify.annotations.NullMarked;
