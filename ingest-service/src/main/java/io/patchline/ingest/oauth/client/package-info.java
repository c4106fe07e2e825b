/** OAuth clients: who they say they are, by a document at their id's address or by registration, and where codes may be sent. */
@NullMarked
package io.patchline.ingest.oauth.client;

import org.jspecify.annotations.NullMarked;
