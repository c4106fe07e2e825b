@NullMarked
package io.patchline.ingest.contract;

import org.jspecify.annotations.NullMarked;
