/** The embedded authorization server's endpoints: metadata, authorization with its consent page, tokens, registration, revocation. Plain functions of HTTP messages. */
@NullMarked
package io.patchline.ingest.oauth.server;

import org.jspecify.annotations.NullMarked;
