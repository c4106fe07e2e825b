/** Walks the chain from where its user stands to a patch's effect, and says of each link what it saw and what mends it. */
@NullMarked
package io.patchline.cli.doctor;

import org.jspecify.annotations.NullMarked;
