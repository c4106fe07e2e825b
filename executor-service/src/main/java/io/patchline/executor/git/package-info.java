/** Patches carried out on a branch of a git repository: a clean tree for each run, and a push that takes effect or does not. */
@NullMarked
package io.patchline.executor.git;

import org.jspecify.annotations.NullMarked;
