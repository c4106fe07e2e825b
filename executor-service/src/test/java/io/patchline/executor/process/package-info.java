@NullMarked
package io.patchline.executor.process;

import org.jspecify.annotations.NullMarked;
