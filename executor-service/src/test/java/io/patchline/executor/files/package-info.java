@NullMarked
package io.patchline.executor.files;

import org.jspecify.annotations.NullMarked;
