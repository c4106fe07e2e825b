/** The facts that are published to {@code patches.results} and kept in {@code patches.log}. */
@NullMarked
package io.patchline.event;

import org.jspecify.annotations.NullMarked;
