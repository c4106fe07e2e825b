/** HTTP in common: problems (RFC 9457), parameters, cursors, links, text in pages. */
@NullMarked
package io.patchline.ingest.http;

import org.jspecify.annotations.NullMarked;
