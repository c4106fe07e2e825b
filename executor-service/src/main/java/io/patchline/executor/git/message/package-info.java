/** The text of a commit's message: the trailers in it, and the words of others beside them. */
@NullMarked
package io.patchline.executor.git.message;

import org.jspecify.annotations.NullMarked;
