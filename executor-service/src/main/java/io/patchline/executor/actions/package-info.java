/** The actions of a patch, carried out one after the other in a directory. */
@NullMarked
package io.patchline.executor.actions;

import org.jspecify.annotations.NullMarked;
