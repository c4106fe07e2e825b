/** The executor service: carries patches out. */
@NullMarked
package io.patchline.executor;

import org.jspecify.annotations.NullMarked;
