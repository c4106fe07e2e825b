/** Runs without a broker and without a sandbox. */
@NullMarked
package io.patchline.executor.actions;

import org.jspecify.annotations.NullMarked;
