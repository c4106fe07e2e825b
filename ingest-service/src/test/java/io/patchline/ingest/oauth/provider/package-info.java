@NullMarked
package io.patchline.ingest.oauth.provider;

import org.jspecify.annotations.NullMarked;
