/** Submitted patches as tasks: the Tasks extension of 2026-07-28, and the tasks of 2025-11-25. */
@NullMarked
package io.patchline.ingest.mcp.tasks;

import org.jspecify.annotations.NullMarked;
