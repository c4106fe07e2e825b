/** MCP for clients that log in by OAuth: the embedded authorization server or an identity provider's tokens, put together and put on HTTP. */
@NullMarked
package io.patchline.ingest.oauth;

import org.jspecify.annotations.NullMarked;
