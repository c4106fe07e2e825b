/** A bounded attack from all sides at once, beside an honest client: {@code bench/soak}. */
@NullMarked
package io.patchline.soak;

import org.jspecify.annotations.NullMarked;
