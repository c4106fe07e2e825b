/** What answers may take in memory until their clients have read them. */
@NullMarked
package io.patchline.ingest.answers;

import org.jspecify.annotations.NullMarked;
