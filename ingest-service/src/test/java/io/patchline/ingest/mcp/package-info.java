@NullMarked
package io.patchline.ingest.mcp;

import org.jspecify.annotations.NullMarked;
