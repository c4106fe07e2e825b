/** Text edits: a diff or a replacement, applied to files in memory. */
@NullMarked
package io.patchline.executor.edit;

import org.jspecify.annotations.NullMarked;
