/** One trace from the webhook to the result: W3C trace contexts, which are always carried, and spans, where somebody collects them. */
@NullMarked
package io.patchline.trace;

import org.jspecify.annotations.NullMarked;
