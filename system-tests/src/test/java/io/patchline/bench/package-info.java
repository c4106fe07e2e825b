/** The benchmark behind {@code bench/run}: Patchline beside others, interleaved in one run, on one machine. */
@NullMarked
package io.patchline.bench;

import org.jspecify.annotations.NullMarked;
