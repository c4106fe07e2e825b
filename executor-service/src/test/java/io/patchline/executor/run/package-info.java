/** Runs without a broker and without a sandbox. */
@NullMarked
package io.patchline.executor.run;

import org.jspecify.annotations.NullMarked;
