@NullMarked
package io.patchline.executor.sandbox;

import org.jspecify.annotations.NullMarked;
