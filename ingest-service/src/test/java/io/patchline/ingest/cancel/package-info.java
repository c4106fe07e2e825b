@NullMarked
package io.patchline.ingest.cancel;

import org.jspecify.annotations.NullMarked;
