/** A patch on the terminal: waited for, followed, printed. */
@NullMarked
package io.patchline.cli.patch;

import org.jspecify.annotations.NullMarked;
