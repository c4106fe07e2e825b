/** JWTs of an identity provider: which signatures are believed, and access tokens, checked by its keys. */
@NullMarked
package io.patchline.ingest.oauth.provider;

import org.jspecify.annotations.NullMarked;
