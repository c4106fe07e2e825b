/** Git workspaces with real git and a bare repository. */
@NullMarked
package io.patchline.executor.git;

import org.jspecify.annotations.NullMarked;
