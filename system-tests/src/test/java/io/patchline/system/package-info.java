/** The built services as real processes against a real broker. */
@NullMarked
package io.patchline.system;

import org.jspecify.annotations.NullMarked;
