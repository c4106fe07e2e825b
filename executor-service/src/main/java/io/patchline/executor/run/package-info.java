/** One run of a patch from its claim to its report. */
@NullMarked
package io.patchline.executor.run;

import org.jspecify.annotations.NullMarked;
