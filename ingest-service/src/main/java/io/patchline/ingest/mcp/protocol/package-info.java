/** The protocol's messages: what a request is, in which revision it came, and whether it may have come from there. */
@NullMarked
package io.patchline.ingest.mcp.protocol;

import org.jspecify.annotations.NullMarked;
