@NullMarked
package io.patchline.ingest.oauth;

import org.jspecify.annotations.NullMarked;
