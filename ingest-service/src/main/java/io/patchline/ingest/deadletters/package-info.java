/** Dead letters: what is dead now and why, and what operators do with it. */
@NullMarked
package io.patchline.ingest.deadletters;

import org.jspecify.annotations.NullMarked;
