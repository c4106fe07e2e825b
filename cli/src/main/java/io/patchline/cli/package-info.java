/** The command line {@code patchline}: the composition of its commands, and what its exit codes mean. */
@NullMarked
package io.patchline.cli;

import org.jspecify.annotations.NullMarked;
