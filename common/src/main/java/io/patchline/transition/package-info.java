/** What the services' own logs say of each patch: one line for each thing that happened to it. */
@NullMarked
package io.patchline.transition;

import org.jspecify.annotations.NullMarked;
