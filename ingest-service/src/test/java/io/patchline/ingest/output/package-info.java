@NullMarked
package io.patchline.ingest.output;

import org.jspecify.annotations.NullMarked;
