/** The MCP endpoint: the Model Context Protocol over stateless streamable HTTP (docs/models.md). */
@NullMarked
package io.patchline.ingest.mcp;

import org.jspecify.annotations.NullMarked;
