/** Grants: what persons allowed to OAuth clients, kept as a stream of events in the broker and folded by every replica. */
@NullMarked
package io.patchline.ingest.oauth.grant;

import org.jspecify.annotations.NullMarked;
