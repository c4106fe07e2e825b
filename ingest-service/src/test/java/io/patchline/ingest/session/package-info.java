@NullMarked
package io.patchline.ingest.session;

import org.jspecify.annotations.NullMarked;
