@NullMarked
package io.patchline.ingest.mcp.protocol;

import org.jspecify.annotations.NullMarked;
