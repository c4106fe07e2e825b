@NullMarked
package io.patchline.ingest.oauth.grant;

import org.jspecify.annotations.NullMarked;
