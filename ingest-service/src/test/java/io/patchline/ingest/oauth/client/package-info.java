@NullMarked
package io.patchline.ingest.oauth.client;

import org.jspecify.annotations.NullMarked;
