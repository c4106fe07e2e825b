/** HTTP in common: problems (RFC 9457), parameters, cursors, links. */
@NullMarked
package io.patchline.ingest.http;

import org.jspecify.annotations.NullMarked;
