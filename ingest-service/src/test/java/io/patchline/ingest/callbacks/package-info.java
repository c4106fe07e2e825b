@NullMarked
package io.patchline.ingest.callbacks;

import org.jspecify.annotations.NullMarked;
