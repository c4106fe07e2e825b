/** Where commands run: the tiers of confinement, the probe that proves one, and the choice between them. */
@NullMarked
package io.patchline.executor.sandbox;

import org.jspecify.annotations.NullMarked;
