/** Git as a child process, which runs no program of a tree's choosing. */
@NullMarked
package io.patchline.executor.git.program;

import org.jspecify.annotations.NullMarked;
