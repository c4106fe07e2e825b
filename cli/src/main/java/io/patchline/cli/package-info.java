/** The command line {@code patchline}: what its exit codes mean. */
@NullMarked
package io.patchline.cli;

import org.jspecify.annotations.NullMarked;
