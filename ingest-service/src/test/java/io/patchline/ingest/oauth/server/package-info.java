@NullMarked
package io.patchline.ingest.oauth.server;

import org.jspecify.annotations.NullMarked;
