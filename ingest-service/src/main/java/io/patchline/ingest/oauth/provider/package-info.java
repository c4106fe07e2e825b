/** Access tokens of an identity provider: JWTs, checked by its keys. */
@NullMarked
package io.patchline.ingest.oauth.provider;

import org.jspecify.annotations.NullMarked;
