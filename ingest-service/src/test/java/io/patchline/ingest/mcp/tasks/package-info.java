@NullMarked
package io.patchline.ingest.mcp.tasks;

import org.jspecify.annotations.NullMarked;
