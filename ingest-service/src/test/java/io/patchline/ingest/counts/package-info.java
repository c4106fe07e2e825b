@NullMarked
package io.patchline.ingest.counts;

import org.jspecify.annotations.NullMarked;
