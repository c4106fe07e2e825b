@NullMarked
package io.patchline.ingest.console;

import org.jspecify.annotations.NullMarked;
