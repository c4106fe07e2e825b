@NullMarked
package io.patchline.ingest.mcp.tools;

import org.jspecify.annotations.NullMarked;
