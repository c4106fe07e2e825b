/** Persons whom an identity provider vouches for: OpenID Connect's authorization code flow with PKCE, as a confidential client. Knows nothing of our own HTTP. */
@NullMarked
package io.patchline.ingest.login;

import org.jspecify.annotations.NullMarked;
