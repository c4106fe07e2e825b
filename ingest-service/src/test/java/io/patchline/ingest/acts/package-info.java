@NullMarked
package io.patchline.ingest.acts;

import org.jspecify.annotations.NullMarked;
