@NullMarked
package io.patchline.executor.spawn;

import org.jspecify.annotations.NullMarked;
