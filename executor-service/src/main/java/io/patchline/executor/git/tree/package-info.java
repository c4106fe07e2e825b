/** A working tree, with the git directory and the index that belong to it and that no command reaches. */
@NullMarked
package io.patchline.executor.git.tree;

import org.jspecify.annotations.NullMarked;
