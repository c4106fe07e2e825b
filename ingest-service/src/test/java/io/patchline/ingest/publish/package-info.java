@NullMarked
package io.patchline.ingest.publish;

import org.jspecify.annotations.NullMarked;
