/** What came of an attempt, and what the broker hears of it. */
@NullMarked
package io.patchline.outcome;

import org.jspecify.annotations.NullMarked;
