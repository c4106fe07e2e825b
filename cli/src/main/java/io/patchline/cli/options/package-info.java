/** Options and environment that commands have in common. */
@NullMarked
package io.patchline.cli.options;

import org.jspecify.annotations.NullMarked;
