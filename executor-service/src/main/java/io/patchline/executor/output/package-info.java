/** The output of commands: decoded, redacted, cut to head and tail, kept in full, published live. */
@NullMarked
package io.patchline.executor.output;

import org.jspecify.annotations.NullMarked;
