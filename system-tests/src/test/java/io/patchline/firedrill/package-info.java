/** Patches under fire: services and broker are killed, frozen, cut off and starved while patches come in; then every promise is audited (docs/firedrill.md). */
@NullMarked
package io.patchline.firedrill;

import org.jspecify.annotations.NullMarked;
