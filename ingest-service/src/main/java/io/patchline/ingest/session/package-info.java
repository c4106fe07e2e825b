/** Sessions of the console: what stands for a token in a browser's cookie. */
@NullMarked
package io.patchline.ingest.session;

import org.jspecify.annotations.NullMarked;
