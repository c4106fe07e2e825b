/** The tokens, for operators: their scopes, their last use, and their end. */
@NullMarked
package io.patchline.ingest.tokens;

import org.jspecify.annotations.NullMarked;
