/** Placement of hunks in a file: search by lines, tolerances, and why a hunk has no place. */
@NullMarked
package io.patchline.executor.placement;

import org.jspecify.annotations.NullMarked;
