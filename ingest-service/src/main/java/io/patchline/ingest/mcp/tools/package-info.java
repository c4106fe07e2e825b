/** The tools that models call, each over the service that REST uses too. */
@NullMarked
package io.patchline.ingest.mcp.tools;

import org.jspecify.annotations.NullMarked;
